// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.MINUTE;
import static dev.flagctl.guardrail.Given.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes a number an e-value: the mean over harmless outcomes is at most 1, summed exactly over all outcomes of a bucket. */
final class EvidenceValidityTest {

    private static Bucket bucket(int at, int nA, int xA, int nB, int xB) {
        return new Bucket(minute(at), MINUTE, Arm.of(nA, xA), Arm.of(nB, xB));
    }

    static Stream<Arguments> tests() {
        return Stream.of(
                Arguments.of("safe-2x2", 1.0, (Supplier<SequentialTest>) () -> new ProportionTest(1)),
                Arguments.of("safe-2x2 with a margin", 1.5, (Supplier<SequentialTest>) () -> new ProportionTest(1.5)),
                Arguments.of("share-bet", 1.0, (Supplier<SequentialTest>) () -> new ShareBetTest(1)),
                Arguments.of("conditional", 1.0, (Supplier<SequentialTest>) () -> new RatioTest(RatioTest.WORSE, 1)),
                Arguments.of("conditional with a margin", 1.5, (Supplier<SequentialTest>)
                        () -> new RatioTest(RatioTest.WORSE, 1.5)));
    }

    /** Whatever came before and whatever the base rate is, the next factor has a mean of at most 1 at the worst harmless rate. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("tests")
    void the_mean_of_the_next_factor_is_at_most_one(String name, double ratio, Supplier<SequentialTest> make) {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            int nA = 1 + random.nextInt(6);
            int nB = name.equals("share-bet") ? nA : 1 + random.nextInt(6);
            double p = 0.9 * random.nextDouble() / ratio;
            long past = random.nextLong();

            double mean = 0;
            for (int xA = 0; xA <= nA; xA++) {
                for (int xB = 0; xB <= nB; xB++) {
                    double factor = factor(make.get(), past, bucket(9, nA, xA, nB, xB));
                    mean += binomial(nA, xA, p) * binomial(nB, xB, p * ratio) * factor;
                }
            }

            assertThat(mean).as("%s %d %d %f", name, nA, nB, p).isLessThanOrEqualTo(1 + 1e-9);
        }
    }

    private static double factor(SequentialTest test, long seed, Bucket next) {
        Random past = new Random(seed);
        for (int i = 0; i < 4; i++) {
            int n = 1 + past.nextInt(30);
            test.add(bucket(i, n, past.nextInt(n + 1), n, past.nextInt(n + 1)));
        }
        double before = test.logE();
        test.add(next);
        return Math.exp(test.logE() - before);
    }

    private static double binomial(int n, int k, double p) {
        double probability = Math.pow(p, k) * Math.pow(1 - p, n - k);
        for (int i = 0; i < k; i++) {
            probability *= (n - i) / (double) (i + 1);
        }
        return probability;
    }

    @Test
    void a_margin_of_nothing_is_the_mean_rate() {
        ProportionTest plain = new ProportionTest(1);
        ProportionTest nearly = new ProportionTest(1 + 1e-12);
        for (ProportionTest test : new ProportionTest[] {plain, nearly}) {
            test.add(bucket(0, 100, 2, 50, 4));
            test.add(bucket(1, 100, 1, 50, 6));
        }

        assertThat(plain.logE()).isPositive().isCloseTo(nearly.logE(), within(1e-9));
    }

    @Test
    void means_are_compared_within_buckets_so_a_ramp_with_a_rising_mean_is_harmless() {
        MeanTest test = new MeanTest(0, false, 5000, 0.05);
        Random random = new Random(1);
        for (int i = 0; i < 40; i++) {
            int treated = i < 20 ? 20 : 500;
            test.add(new Bucket(minute(i), MINUTE, values(random, 500, i), values(random, treated, i)));
        }

        assertThat(test.logE()).isNegative();
        assertThat(test.difference()).isCloseTo(0, within(test.halfWidth(0.05)));
    }

    @Test
    void a_mean_that_is_worse_is_found_in_its_direction_only() {
        MeanTest higher = new MeanTest(0, false, 5000, 0.05);
        MeanTest lower = new MeanTest(0, true, 5000, 0.05);
        Random random = new Random(2);
        for (int i = 0; i < 30; i++) {
            Bucket bucket = new Bucket(minute(i), MINUTE, values(random, 200, 1), values(random, 200, 1.2));
            higher.add(bucket);
            lower.add(bucket);
        }

        assertThat(higher.logE()).isGreaterThan(Math.log(20));
        assertThat(lower.logE()).isNegative();
    }

    private static Arm values(Random random, int n, double mean) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = mean + random.nextGaussian();
            sum += x;
            squares += x * x;
        }
        return Arm.ofSums(n, sum, squares);
    }
}
