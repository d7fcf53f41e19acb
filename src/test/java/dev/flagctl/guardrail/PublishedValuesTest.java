// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.MINUTE;
import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Samples;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tests against the numbers that others have published, to the digits that they print. */
final class PublishedValuesTest {

    private static final Duration MONTH = Duration.ofDays(30);

    /** confseq, uniform_boundaries_unittest.cpp: v_opt 100, alpha_opt 0.05. */
    @Test
    void normal_mixtures_of_confseq() {
        NormalMixture two = NormalMixture.twoSided(100, 0.05);
        NormalMixture one = NormalMixture.oneSided(100, 0.05);

        assertThat(two.logE(10, 100)).isCloseTo(-0.6510052, within(1e-7));
        assertThat(two.bound(100, 0.05)).isCloseTo(30.35209, within(1e-5));
        assertThat(one.logE(10, 100)).isCloseTo(-0.06502391, within(1e-8));
        assertThat(one.bound(100, 0.05)).isCloseTo(27.66071, within(1e-5));
    }

    /** The formula of confseq with 60 digits (mpmath 1.4.1): evidence that is far on the good side is not lost in what cancels. */
    @Test
    void a_one_sided_mixture_keeps_its_digits_far_on_the_good_side() {
        NormalMixture one = NormalMixture.oneSided(5000, 0.05);

        assertThat(one.logE(-1e9, 1e9)).isCloseTo(-17.613020626275343, within(1e-12));
        assertThat(NormalMixture.oneSided(100, 0.05).logE(-1200, 100)).isCloseTo(-5.935923527765802, within(1e-12));
    }

    /** Eppo's form of the same boundary, N* = 10,000 and alpha 0.05. */
    @ParameterizedTest
    @CsvSource({"100, 9.0844", "1000, 3.8551", "10000, 3.0352", "100000, 3.2417"})
    void asymptotic_boundary_of_eppo(double n, double bound) {
        assertThat(NormalMixture.twoSided(10_000, 0.05).bound(n, 0.05) / Math.sqrt(n))
                .isCloseTo(bound, within(5e-5));
    }

    /** At its best size the interval is this much wider than one of a fixed size. */
    @ParameterizedTest
    @CsvSource({"5000, 1.55, 1.69", "2500, 1.57, 1.73", "20000, 1.60, 1.74"})
    void asymptotic_interval_against_a_fixed_one(double n, double twoSided, double oneSided) {
        double two = NormalMixture.twoSided(5000, 0.05).wide(n, 0.05) / Math.sqrt(n);
        double one = NormalMixture.oneSided(5000, 0.05).wide(n, 0.05) / Math.sqrt(n);

        assertThat(two / FixedTest.quantile(0.025)).isCloseTo(twoSided, within(0.005));
        assertThat(one / FixedTest.quantile(0.05)).isCloseTo(oneSided, within(0.005));
    }

    /** GrowthBook, test_tests.py: test_sequential_test_runs (N* = 1000) and test_sequential_test_runs_prop (N* = 5000), relative differences. */
    @Test
    void sequential_intervals_of_growthbook() {
        RelativeMean mean = RelativeMean.of(
                Moments.ofSums(Arm.ofSums(3000, 1396.87, 52377.9767)),
                Moments.ofSums(Arm.ofSums(3461, 2422.7, 134698.29)));
        RelativeMean share = RelativeMean.of(Moments.ofShare(Arm.of(3000, 1396)), Moments.ofShare(Arm.of(3461, 2422)));

        assertThat(mean.change()).isCloseTo(0.50336, within(5e-6));
        assertThat(Math.sqrt(mean.variance())).isCloseTo(0.33341, within(5e-6));
        assertThat(mean.halfWidth(1000, 0.05, 0.05, false)).isCloseTo((1.56516 + 0.55844) / 2, within(1e-5));
        assertThat(share.change()).isCloseTo(0.50386, within(5e-6));
        assertThat(share.halfWidth(5000, 0.05, 0.05, false)).isCloseTo((0.60675 - 0.40098) / 2, within(1e-5));
    }

    /** confseq: mixture of v_opt 100, alpha_opt 0.05, g 0.2, h 0.8. */
    @Test
    void beta_binomial_mixture_of_confseq() {
        assertThat(new BetaBinomialMixture(100, 0.05, 0.2, 0.8).logE(10, 100)).isCloseTo(-0.6941012, within(1e-7));
    }

    /** confseq, TestPValue: 1 to 1000 against the same shifted. */
    @ParameterizedTest
    @CsvSource({"0.5, 70, 0.814704", "0.5, 85, 0.0838055", "0.5, 100, 0.0054947", "0.9, 55, 0.0340463"})
    void quantile_test_of_confseq(double p, int shift, double published) {
        double[] a = IntStream.rangeClosed(1, 1000).asDoubleStream().toArray();
        double[] b = Arrays.stream(a).map(x -> x + shift).toArray();

        QuantileTest test = new QuantileTest(p, 100, 0.05);

        assertThat(Math.exp(-test.logE(a, b))).isCloseTo(published, within(1e-6));
        assertThat(test.logE(b, a)).isEqualTo(test.logE(a, b));
    }

    /** confseq, TestBound. */
    @Test
    void band_of_the_empirical_distribution_of_confseq() {
        // Their constant is solved to some 1e-6; the test of confseq allows 1e-5.
        assertThat(new EmpiricalBand(0.05, 100).width(1000)).isCloseTo(0.08204769, within(1e-6));
    }

    /** savvi: theta (0.8, 0.2), K = 100. */
    @Test
    void sample_ratio_of_savvi() {
        SplitTest test = new SplitTest(new double[] {0.8, 0.2}, 100);
        test.add(100, 40);
        test.add(48, 22);

        assertThat(test.logE()).isCloseTo(3.08829, within(5e-6));
        assertThat(Math.exp(-test.logE())).isCloseTo(0.045580, within(5e-7));
    }

    /** Dirichlet and multinomial likelihoods with 60 digits (mpmath 1.4.1): neither a large prior nor many units take digits away. */
    @ParameterizedTest
    @CsvSource({
        "2, 0, 0.5, 1e9, 9.999999985e-10",
        "520, 480, 0.5, 1e4, 0.025076682393854265",
        "7001, 2999, 0.7, 1e6, -0.0049718681949867537",
        "4998000, 5002000, 0.5, 1e4, -2.6552014643720306",
        "250000000, 749900000, 0.25, 100, -6.3958459950919935"
    })
    void a_split_keeps_its_digits_whatever_the_prior(
            double first, double second, double share, double concentration, double exact) {
        SplitTest test = new SplitTest(new double[] {share, 1 - share}, concentration);
        test.add(first, second);

        assertThat(test.logE()).isCloseTo(exact, within(1e-9 * Math.abs(exact)));
    }

    /** The same for a prior of its own. */
    @Test
    void a_split_has_a_prior_of_its_own() {
        SplitTest test = new SplitTest(new double[] {0.4, 0.3, 0.3}, new double[] {0.5, 1, 1.5});
        test.add(4000, 3000, 3010);

        assertThat(test.logE()).isCloseTo(-8.92451753557532, within(1e-12));
    }

    /** safestats, test-savi2x2Helpers.R: uniform priors, one success of the first group in each of two pairs. */
    @Test
    void two_proportions_of_safestats() {
        ProportionTest test = new ProportionTest(1, false, 1, 1);
        Bucket pair = new Bucket(START, MINUTE, Arm.of(1, 1), Arm.of(1, 0));
        test.add(pair);
        assertThat(test.logE()).isZero();
        test.add(pair);

        assertThat(Math.exp(test.logE())).isCloseTo(16.0 / 9, within(1e-12));
    }

    /**
     * safestats 0.8.7, calculateSequential2x2E: ten blocks of one unit and of four, no success, priors of 0.18. A test of a fork of it (EValTwoProp) has
     * 0.9929555 there, which the code of that fork does not give either; with the prior that is scaled by the units the value is 1.
     */
    @Test
    void blocks_of_another_size_without_a_success_are_hardly_evidence() {
        ProportionTest same = new ProportionTest(1, false, 0.18, 0.18);
        ProportionTest scaled = new ProportionTest(1, false, 0.18, Double.NaN);
        for (int i = 0; i < 10; i++) {
            same.add(1, 0, 4, 0);
            scaled.add(1, 0, 4, 0);
        }

        assertThat(Math.exp(same.logE())).isCloseTo(0.9930193509075208, within(1e-12));
        assertThat(scaled.logE()).isCloseTo(0, within(1e-12));
    }

    /** The formula with 50 digits (mpmath 1.4.1): a thousand million units cost no digits. */
    @Test
    void two_proportions_of_many_units_keep_their_digits() {
        ProportionTest test = new ProportionTest(1, false, 0.18, Double.NaN);
        test.add(900_000_000, 900_000, 100_000_000, 100_400);
        test.add(880_000_000, 881_000, 120_000_000, 121_000);

        assertThat(test.logE()).isCloseTo(2.192179463610767, within(1e-12));
    }

    /** R package Sequential, CV.Poisson and Performance.Poisson: T = 10, M = 3. */
    @Test
    void critical_value_and_power_of_sequential() {
        MaxSprt test = new MaxSprt(10, 3, 0.05);

        assertThat(test.critical()).isCloseTo(3.06424796686384, within(1e-8));
        assertThat(test.power(2)).isCloseTo(0.7329625, within(1e-7));
    }

    /** ldbounds: five equal looks, 0.05 on two sides. */
    @Test
    void group_sequential_bounds_of_ldbounds() {
        double[] looks = {0.2, 0.4, 0.6, 0.8, 1};

        assertThat(SpendingBounds.twoSided(looks, 0.05, SpendingBounds.Spending.OBRIEN_FLEMING, false))
                .containsExactly(new double[] {4.3826, 3.0997, 2.5534, 2.2538, 2.0635}, within(1e-4));
        assertThat(SpendingBounds.twoSided(looks, 0.05, SpendingBounds.Spending.OBRIEN_FLEMING, true))
                .containsExactly(new double[] {4.8769, 3.3570, 2.6803, 2.2898, 2.0310}, within(1e-4));
        assertThat(SpendingBounds.twoSided(looks, 0.05, SpendingBounds.Spending.POCOCK, false))
                .containsExactly(new double[] {2.4380, 2.4268, 2.4102, 2.3966, 2.3860}, within(1e-4));
    }

    /** ClickHouse, 01560_mann_whitney: U and the two-sided p-value; Kayenta, MannWhitneySuite: exact p-value of few values. */
    @Test
    void mann_whitney_of_clickhouse_and_kayenta() {
        double[] left = {
            310, 195, 530, 155, 530, 245, 385, 450, 465, 545, 170, 180, 125, 180, 230, 75, 430, 480, 495, 295
        };
        double[] right = {
            116, 171, 176, 421, 111, 326, 481, 111, 346, 441, 261, 411, 206, 521, 456, 446, 296, 51, 426, 261
        };

        var result = FixedTest.mannWhitney(right, left, false);

        assertThat(result.u()).isEqualTo(223.0);
        assertThat(result.p()).isCloseTo(0.5426959774289482, within(1e-12));
        assertThat(FixedTest.mannWhitney(new double[] {1, 2, 3, 4}, new double[] {10, 20, 30, 40}, false)
                        .p())
                .isCloseTo(0.02857142857142857, within(1e-12));
    }

    /** R 4.2.2, wilcox.test(y, x, alternative, exact = TRUE): the table of a library had no room for 200 values of each arm. */
    @Test
    void exact_ranks_of_r() {
        double[] x = IntStream.range(0, 200).mapToDouble(i -> i * 37 % 211).toArray();
        double[] y =
                IntStream.range(0, 200).mapToDouble(i -> i * 53 % 223 + 0.5).toArray();

        assertThat(FixedTest.mannWhitney(x, y, true, true, true).p()).isCloseTo(0.1577178941886202, within(1e-13));
        assertThat(FixedTest.mannWhitney(x, y, false, true, true).p()).isCloseTo(0.3154357883772404, within(1e-13));
        assertThat(FixedTest.mannWhitney(y, x, true, true, true).p()).isCloseTo(0.8424904962279713, within(1e-13));
        assertThat(new RankDistribution(3, 3).p(0, true)).isEqualTo(1);
        assertThat(new RankDistribution(3, 3).p(9, true)).isEqualTo(0.05);
    }

    /** Exact fractions of the same values: moments of raw values lose nothing to a mean that is far from 0. */
    @Test
    void raw_values_far_from_0_keep_their_variance() {
        double[] values = {1e9 + 1, 1e9 + 2, 1e9 + 4};

        Moments moments = Moments.ofSums(Arm.of(new Samples(values)));

        assertThat(moments.mean()).isCloseTo(1e9 + 7.0 / 3, within(1e-6));
        assertThat(moments.variance()).isCloseTo(7.0 / 3, within(1e-6));
    }

    /** Sloth, alert_test.go: burn rate factors for 30, 28 days; Google SRE workbook: time to detect at an objective of 99.9 %. */
    @Test
    void burn_rates_of_sloth_and_of_the_sre_workbook() {
        Duration four = Duration.ofDays(28);
        double[] month =
                BurnWindow.ALL.stream().mapToDouble(w -> w.threshold(MONTH)).toArray();
        double[] weeks =
                BurnWindow.ALL.stream().mapToDouble(w -> w.threshold(four)).toArray();
        BurnWindow first = BurnWindow.ALL.get(0);

        assertThat(month).containsExactly(new double[] {14.4, 6, 3, 1}, within(1e-12));
        assertThat(weeks).containsExactly(new double[] {13.44, 5.6, 2.8, 0.9333333333333333}, within(1e-12));
        assertThat(BurnWindow.ALL)
                .extracting(BurnWindow::shortWindow)
                .containsExactly(
                        Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(6));
        assertThat(first.detects(1, 0.999, MONTH)).isBetween(Duration.ofMillis(51_800), Duration.ofMillis(51_900));
        assertThat(first.detects(0.1, 0.999, MONTH).toSeconds()).isBetween(517L, 519L);
        assertThat(first.detects(0.0144, 0.999, MONTH).toMinutes()).isBetween(59L, 60L);
    }

    /** A dead canary of 1 % burns the whole service at 10, below the page; its own budget at 1000. */
    @Test
    void a_burn_of_the_service_does_not_see_a_small_treatment_and_that_of_the_treatment_does() {
        Measure slo = Measure.burn(0.999, MONTH, MetricUnit.REQUEST);
        List<Bucket> buckets = Given.repeat(60, 9900, 0, 100, 100);

        BurnCheck service = BurnCheck.of(buckets, minute(60), slo, false, true);
        BurnCheck treatment = BurnCheck.of(buckets, minute(60), slo, true, true);

        assertThat(service.pairs().get(0).burnLong()).isCloseTo(10, within(1e-9));
        assertThat(service.pairs().get(0).fires(3)).isFalse();
        assertThat(treatment.pairs().get(0).burnLong()).isCloseTo(1000, within(1e-9));
        assertThat(treatment.fires(3)).isTrue();
    }
}
