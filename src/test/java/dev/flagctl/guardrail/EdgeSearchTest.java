// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that begins at a guess saves looks, never a bit of the answer. */
final class EdgeSearchTest {

    private static final double ALPHA = 0.05;

    private static List<Bucket> random(int seed, int count, double ratio) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int a = 500 + random.nextInt(500);
            int b = 1 + random.nextInt(200);
            long bad = Math.min(b, Math.round(b * ratio * 0.05 * 2 * random.nextDouble()));
            buckets.add(Given.bucket(i, a, Math.round(a * 0.05 * 2 * random.nextDouble()), b, bad));
        }
        return buckets;
    }

    private static EdgeSearch.Against conditional(List<Bucket> buckets, AtomicInteger looks) {
        return (r0, above) -> {
            looks.incrementAndGet();
            RatioTest test = new RatioTest(above ? RatioTest.WORSE : RatioTest.BETTER, r0);
            buckets.forEach(test::add);
            return test.logE();
        };
    }

    @ParameterizedTest
    @CsvSource({"1, 5, 1", "2, 60, 1", "3, 300, 1.5", "4, 2000, 1", "5, 5000, 0.7", "6, 4000, 8", "7, 1500, 0"})
    void the_bound_of_the_conditional_test_has_the_bits_of_a_plain_bisection(int seed, int count, double ratio) {
        List<Bucket> buckets = random(seed, count, ratio);

        Bound bound = RatioBound.of(buckets, ALPHA);

        assertThat(bound).isEqualTo(EdgeSearch.bound(conditional(buckets, new AtomicInteger()), ALPHA));
    }

    @ParameterizedTest
    @CsvSource({"1, 5001, 1", "2, 6000, 1.5", "3, 9000, 0.8", "4, 7000, 5"})
    void the_bound_of_proportions_has_the_bits_of_a_plain_bisection(int seed, int count, double ratio) {
        List<Bucket> buckets = random(seed, count, ratio);
        CountColumns columns = CountColumns.of(buckets);

        Bound bound = RatioBound.of(TestKind.SAFE_2X2, buckets, ALPHA);

        assertThat(bound)
                .isEqualTo(EdgeSearch.bound(
                        (r0, above) -> {
                            ProportionTest test = new ProportionTest(above ? r0 : 1 / r0);
                            columns.addTo(test, above);
                            return test.logE();
                        },
                        ALPHA));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-3, 0.5, 1, 1.0001, 2, 1e3, 1e9})
    void a_wrong_guess_costs_looks_only(double guess) {
        List<Bucket> buckets = random(11, 800, 1.2);
        EdgeSearch.Against exact = conditional(buckets, new AtomicInteger());

        Bound bound = EdgeSearch.bound(exact, (r0, above) -> (r0 < guess) == above ? 100 : -100, ALPHA);

        assertThat(bound).isEqualTo(EdgeSearch.bound(exact, ALPHA));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 22, 23})
    void a_good_guess_saves_more_than_half_of_the_looks(int seed) {
        List<Bucket> buckets = random(seed, 1000, 1.1);
        AtomicInteger plain = new AtomicInteger();
        AtomicInteger guided = new AtomicInteger();

        Bound alone = EdgeSearch.bound(conditional(buckets, plain), ALPHA);
        Bound begun = EdgeSearch.bound(conditional(buckets, guided), conditional(buckets, new AtomicInteger()), ALPHA);

        assertThat(begun).isEqualTo(alone);
        assertThat(guided.get()).isLessThan(plain.get() / 2);
    }
}
