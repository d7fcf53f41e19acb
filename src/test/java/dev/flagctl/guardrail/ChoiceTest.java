// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.MINUTE;
import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.bucket;
import static dev.flagctl.guardrail.Given.guardrail;
import static dev.flagctl.guardrail.Given.minute;
import static dev.flagctl.guardrail.Given.repeat;
import static dev.flagctl.guardrail.Given.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.DataState;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Which test a guardrail gets, and what each kind of metric is judged by. */
final class ChoiceTest {

    private static final Measure USERS = Measure.of(MetricKind.RATIO, MetricUnit.USER);

    /** An hour of a control before the rollout, whose bad units come in bursts of a size. */
    private static List<Bucket> before(int burst, int bursts) {
        Random random = new Random(5);
        List<Bucket> before = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int bad = 0;
            for (int j = 0; j < 2 * bursts; j++) {
                bad += random.nextBoolean() ? burst : 0;
            }
            before.add(bucket(i - 60, 1000, bad, 0, 0));
        }
        return before;
    }

    private static Evidence judged(Measure measure, Rule rule, List<Bucket> before, List<Bucket> during) {
        List<Bucket> all = new ArrayList<>(before);
        all.addAll(during);
        var guardrail = guardrail("m", GuardrailRole.GUARD, rule, 3, 20, Action.PAUSE);
        Reading reading = new Reading(guardrail, measure, series(all), START, 0.5, null);
        return Judge.judge(List.of(reading), Risk.DEFAULT, minute(all.size()))
                .evidence()
                .get(0);
    }

    private static Evidence judged(Measure measure, List<Bucket> before, List<Bucket> during) {
        return judged(measure, new Rule.WorseThanControl(0), before, during);
    }

    @Test
    void without_history_the_conditional_test_is_taken_and_says_that_dispersion_is_not_known() {
        Statistic statistic =
                judged(Measure.RATIO, List.of(), repeat(5, 100, 1, 100, 1)).statistic();

        assertThat(statistic.test()).isEqualTo(TestKind.CONDITIONAL);
        assertThat(statistic.because()).contains("dispersion not measured");
    }

    @Test
    void independent_requests_are_tested_one_by_one_and_bursts_bucket_by_bucket() {
        List<Bucket> equal = repeat(5, 500, 8, 500, 8);
        List<Bucket> tenth = repeat(5, 900, 14, 100, 2);

        Statistic calm = judged(Measure.RATIO, before(1, 20), equal).statistic();
        Statistic matched = judged(Measure.RATIO, before(4, 5), equal).statistic();
        Statistic rest = judged(Measure.RATIO, before(4, 5), tenth).statistic();
        Statistic users = judged(USERS, before(4, 5), tenth).statistic();

        assertThat(calm.test()).isEqualTo(TestKind.CONDITIONAL);
        assertThat(matched.test()).isEqualTo(TestKind.SHARE_BET);
        assertThat(matched.because())
                .matches("requests come in bursts \\(dispersion \\d\\.\\d before the rollout\\), .*");
        assertThat(rest.test()).isEqualTo(TestKind.BUCKET_ASYMPCS);
        assertThat(users.test()).isEqualTo(TestKind.CONDITIONAL);
        assertThat(users.because()).contains("units are users");
    }

    @Test
    void common_bad_units_are_tested_as_proportions() {
        List<Bucket> before = before(1, 200);

        assertThat(judged(USERS, before, repeat(5, 100, 20, 100, 20))
                        .statistic()
                        .test())
                .isEqualTo(TestKind.SAFE_2X2);
    }

    @Test
    void every_test_finds_harm_and_bounds_the_ratio_around_it() {
        List<Bucket> harm = repeat(60, 1000, 20, 1000, 60);

        for (List<Bucket> before : List.of(before(1, 20), before(4, 5), before(1, 200))) {
            Evidence evidence = judged(Measure.RATIO, before, harm);

            assertThat(evidence.verdict())
                    .as(evidence.statistic().test().word())
                    .isEqualTo(Verdict.FAIL);
            assertThat(evidence.statistic().ratio().lower()).isBetween(1.0, 3.0);
            assertThat(evidence.statistic().ratio().upper()).isGreaterThan(3.0);
        }
    }

    @Test
    void a_mean_is_compared_within_buckets_and_says_its_ratio() {
        Measure orders = Measure.mean(true, MetricUnit.USER);
        List<Bucket> fewer = means(i -> new double[] {3, 2});

        Evidence evidence = judged(orders, List.of(), fewer);

        assertThat(evidence.statistic().test()).isEqualTo(TestKind.ASYMPCS);
        assertThat(evidence.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(evidence.statistic().ratio().lower()).isLessThan(2.0 / 3);
        assertThat(evidence.statistic().ratio().upper()).isBetween(2.0 / 3, 1.0);
        assertThat(evidence.sentence()).startsWith("2 vs control 3, evidence ");
        assertThat(judged(Measure.mean(false, MetricUnit.USER), List.of(), fewer)
                        .verdict())
                .isEqualTo(Verdict.PASS);
    }

    /** Sums of 100 users a minute with a standard deviation of 1. */
    private static List<Bucket> means(IntFunction<double[]> truth) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double[] m = truth.apply(i);
            buckets.add(new Bucket(
                    minute(i),
                    MINUTE,
                    Arm.ofSums(100, 100 * m[0], 100 * (m[0] * m[0] + 1)),
                    Arm.ofSums(100, 100 * m[1], 100 * (m[1] * m[1] + 1))));
        }
        return buckets;
    }

    @Test
    void a_quantile_of_raw_values_fails_when_it_is_worse_and_not_when_it_is_better() {
        Measure p90 = Measure.quantile(0.9, false, MetricUnit.REQUEST);
        Random random = new Random(3);
        List<Bucket> slower = new ArrayList<>();
        List<Bucket> faster = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double[] a = random.doubles(100).toArray();
            double[] b = random.doubles(100).map(x -> x + 0.2).toArray();
            slower.add(new Bucket(minute(i), MINUTE, Arm.of(new Samples(a)), Arm.of(new Samples(b))));
            faster.add(new Bucket(minute(i), MINUTE, Arm.of(new Samples(b)), Arm.of(new Samples(a))));
        }

        assertThat(judged(p90, List.of(), slower).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(judged(p90, List.of(), slower).treatmentRate()).isCloseTo(1.1, within(0.02));
        assertThat(judged(p90, List.of(), faster).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_share_above_an_edge_is_counted_from_the_histogram_and_an_edge_it_does_not_have_is_an_error() {
        Histogram fast = new Histogram(new double[] {0.1, 0.5}, new long[] {900, 990}, 1000);
        Histogram slow = new Histogram(new double[] {0.1, 0.5}, new long[] {700, 900}, 1000);
        List<Bucket> buckets = List.of(new Bucket(START, MINUTE, Arm.of(fast), Arm.of(slow)));

        Evidence evidence = judged(Measure.shareAbove(0.5, MetricUnit.REQUEST), List.of(), buckets);
        Evidence between = judged(Measure.shareAbove(0.3, MetricUnit.REQUEST), List.of(), buckets);

        assertThat(evidence.treatment()).isEqualTo(Arm.of(1000, 100));
        assertThat(evidence.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(between.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(between.warnings()).containsExactly("0.3 is no edge of the histogram");
    }

    @Test
    void a_known_rate_needs_no_control() {
        Rule rule = new Rule.WorseThanBaseline(0.01, 0, 1);

        Evidence bad = judged(Measure.RATIO, rule, List.of(), repeat(10, 0, 0, 100, 4));
        Evidence fine = judged(Measure.RATIO, rule, List.of(), repeat(10, 0, 0, 100, 1));

        assertThat(bad.statistic().test()).isEqualTo(TestKind.BASELINE);
        assertThat(bad.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(bad.statistic().ratio().lower()).isGreaterThan(1);
        assertThat(fine.verdict()).isEqualTo(Verdict.PASS);
        assertThat(fine.sentence()).isEqualTo("1%, evidence 1.0 of 20");
    }

    @Test
    void a_tolerance_asks_for_proof_before_it_passes() {
        Rule proof = new Rule.WorseThanControl(0, 0.5, 1);

        assertThat(judged(Measure.RATIO, proof, List.of(), repeat(5, 1000, 5, 1000, 5))
                        .verdict())
                .isEqualTo(Verdict.UNDECIDED);
        Evidence proven = judged(Measure.RATIO, proof, List.of(), repeat(60, 1000, 5, 1000, 5));
        assertThat(proven.verdict()).isEqualTo(Verdict.PASS);
        assertThat(proven.statistic().ratio().upper()).isLessThanOrEqualTo(1.5);
        assertThat(proven.rule()).isEqualTo("not worse than control, shown to be within 50%");
    }

    @Test
    void the_treatments_own_burn_fails_and_that_of_the_service_holds() {
        Measure slo = Measure.burn(0.999, Duration.ofDays(30), MetricUnit.REQUEST);
        Rule page = new Rule.Burn(true);

        Evidence own = judged(slo, page, List.of(), repeat(60, 9900, 0, 100, 5));
        Evidence service = judged(slo, page, List.of(), repeat(60, 9900, 200, 100, 0));
        Evidence calm = judged(slo, page, List.of(), repeat(60, 9900, 5, 100, 0));

        assertThat(own.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(own.words())
                .startsWith("burns 50 in 1h and 50 in 5m (at most 14.4), 50 in 6h and 50 in 30m (at most 6)");
        assertThat(service.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(service.words()).startsWith("the service burns 20 in 1h");
        assertThat(calm.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_plain_number_has_a_limit_and_misses_no_control() {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            buckets.add(new Bucket(minute(i), MINUTE, Arm.EMPTY, Arm.ofSums(1, i < 5 ? 0.2 : 0.9, 0)));
        }

        Evidence over = judged(Measure.threshold(false), new Rule.Threshold(0.5, true), List.of(), buckets);
        Evidence under = judged(Measure.threshold(false), new Rule.Threshold(0.95, true), List.of(), buckets);

        assertThat(over.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(over.sentence()).isEqualTo("0.9 of 20 units, at most 0.5");
        assertThat(under.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_wrong_split_of_users_is_found_and_a_right_one_is_not() {
        BucketSeries right = series(repeat(100, 90, 0, 10, 0));
        BucketSeries wrong = series(repeat(100, 94, 0, 6, 0));

        assertThat(SplitCheck.of(right, START, 0.1).mismatch()).isFalse();
        assertThat(SplitCheck.of(wrong, START, 0.1).mismatch()).isTrue();
        assertThat(SplitCheck.of(wrong, START, 0.1).sentence())
                .startsWith("600 of 10,000 users met the treatment where 10% was configured (p ");
        assertThat(SplitCheck.of(series(DataState.OK, minute(9), repeat(9, 0, 0, 10, 0)), START, 0.1)
                        .mismatch())
                .isFalse();
    }
}
