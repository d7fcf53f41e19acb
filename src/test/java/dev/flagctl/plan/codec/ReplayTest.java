// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Judge;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Reading;
import dev.flagctl.guardrail.SplitCheck;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.guardrail.TestKind;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Samples;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the ledger keeps is enough to judge again, bit for bit, and altered counts are found. */
final class ReplayTest {

    private static final Instant ATTEMPT = Instant.parse("2026-11-23T13:00:00.25Z");
    private static final Instant FIRST = Instant.parse("2026-11-23T13:01:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Measure SLO = Measure.burn(0.999, Duration.ofDays(30), MetricUnit.REQUEST);

    private static final Kind CONDITIONAL = new Kind("conditional", Measure.RATIO, worse(), 0, r -> counts(r, 0.01));

    /** Every way to judge a metric. */
    private static List<Kind> kinds() {
        return List.of(
                CONDITIONAL,
                new Kind("2x2", Measure.of(MetricKind.RATIO, MetricUnit.USER), worse(), 10, r -> counts(r, 0.2)),
                new Kind("bursts", Measure.RATIO, worse(), 6, r -> counts(r, 0.01)),
                new Kind("proof", Measure.RATIO, new Rule.WorseThanControl(0.1, 0.6, 1), 0, r -> counts(r, 0.02)),
                new Kind("rate", Measure.of(MetricKind.RATE, MetricUnit.REQUEST), worse(), 1, r -> counts(r, 0.02)),
                new Kind("histogram", Measure.shareAbove(0.3, MetricUnit.REQUEST), worse(), 0, ReplayTest::histogram),
                new Kind("mean", Measure.mean(true, MetricUnit.USER), worse(), 0, ReplayTest::sums),
                new Kind("quantile", Measure.quantile(0.9, false, MetricUnit.REQUEST), worse(), 0, ReplayTest::samples),
                new Kind("baseline", Measure.RATIO, new Rule.WorseThanBaseline(0.011, 0.1, 1), 0, r -> counts(r, 0.02)),
                new Kind("burn", SLO, new Rule.Burn(false), 1, r -> counts(r, 0.01)),
                new Kind("limit", Measure.RATIO, new Rule.Threshold(0.015, true), 0, r -> counts(r, 0.01)),
                new Kind("number", Measure.threshold(false), new Rule.Threshold(0.4, true), 0, ReplayTest::sums));
    }

    /**
     * A way to judge a metric.
     *
     * @param burst size of the bursts before the rollout, 0 for nothing before
     * @param arm what an arm carries in a minute
     */
    private record Kind(String name, Measure measure, Rule rule, int burst, Function<Random, Arm> arm) {

        @Override
        public String toString() {
            return name;
        }

        private Reading reading() {
            Random random = new Random(7);
            List<Bucket> buckets = new ArrayList<>();
            for (int i = -60; i < 0 && burst > 0; i++) {
                long bad = 0;
                for (int j = 0; j < 20; j++) {
                    bad += random.nextBoolean() ? burst : 0;
                }
                buckets.add(bucket(i, Arm.of(1000, bad), Arm.EMPTY));
            }
            for (int i = 0; i < 40; i++) {
                buckets.add(bucket(i, arm.apply(random), arm.apply(random)));
            }
            Instant end = FIRST.plus(MINUTE.multipliedBy(40));
            BucketSeries series = new BucketSeries(buckets, end, DataState.OK, "sum(errors)", List.of("slow"));
            DataDeadline deadline = new DataDeadline(Duration.ofMinutes(30), DataDeadline.Action.PAUSE);
            Guardrail guardrail = new Guardrail("errors", GuardrailRole.GUARD, rule, 3, 20, deadline, SourceRef.NONE);
            return new Reading(guardrail, measure, series, ATTEMPT, 1.0 / 3, null);
        }
    }

    private static Rule worse() {
        return new Rule.WorseThanControl(0.05);
    }

    private static Bucket bucket(int minute, Arm control, Arm treatment) {
        return new Bucket(FIRST.plus(MINUTE.multipliedBy(minute)), MINUTE, control, treatment);
    }

    private static Arm counts(Random random, double rate) {
        long units = 80L + random.nextInt(40);
        long bad = 0;
        for (int i = 0; i < units; i++) {
            bad += random.nextDouble() < rate ? 1 : 0;
        }
        return Arm.of(units, bad);
    }

    private static Arm histogram(Random random) {
        long fast = 50L + random.nextInt(10);
        long slow = fast + random.nextInt(10);
        return Arm.of(new Histogram(new double[] {0.1, 0.3}, new long[] {fast, slow}, slow + random.nextInt(9)));
    }

    private static Arm sums(Random random) {
        double mean = 0.3 + random.nextDouble() / 7;
        return Arm.ofSums(60, 60 * mean, 60 * (mean * mean + 0.11));
    }

    private static Arm samples(Random random) {
        double[] values = new double[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() / 3;
        }
        return Arm.of(new Samples(values));
    }

    private static Judgement judged(Kind kind, @Nullable SplitCheck split) {
        return Judge.judge(List.of(kind.reading()), split, new Risk(0.03), FIRST.plus(MINUTE.multipliedBy(41)));
    }

    /** The body of the entry that the ledger keeps of a decision, with its evidence in it. */
    private static String entry(Judgement judgement) {
        Decision decision = new Decision(DecisionKind.ADVANCE, Reason.BAKED, "baked", 2, null);
        String body = DecisionBody.write("1.0.0", decision, List.of(), "9f3c", "");
        return "{\"evidence\":" + DecisionBody.evidence(judgement) + "," + body.substring(1);
    }

    private static Replay replayed(String body) {
        return Replay.of(body).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void every_kind_of_metric_gives_the_same_bits_again(Kind kind) {
        Judgement judgement = judged(kind, null);

        Replay replay = replayed(entry(judgement));

        assertThat(replay.differences()).isEmpty();
        assertThat(replay.isWhole()).isTrue();
        assertThat(replay.compared()).isGreaterThan(12);
        assertThat(judgement.evidence().get(0).verdict()).isIn(Verdict.PASS, Verdict.FAIL, Verdict.UNDECIDED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void one_altered_count_is_found_whatever_is_counted(Kind kind) {
        String body = entry(judged(kind, null));
        int counts = body.indexOf("\"counts\":\"");
        int first = body.indexOf('/', body.indexOf(':', body.indexOf('+', counts)));

        String altered = body.substring(0, first) + "9" + body.substring(first);

        assertThat(replayed(altered).isSame()).isFalse();
        assertThat(replayed(altered).differences()).anyMatch(d -> d.startsWith("errors "));
    }

    /** Java before 19 wrote some numbers with more digits than they need (JDK-4511638). */
    @Test
    void a_number_that_another_java_wrote_in_more_digits_is_the_same_evidence() {
        String body = entry(judged(kinds().get(6), null));
        String counts = body.replaceFirst("(?s).*?\"counts\":\"([^\"]*)\".*", "$1");
        String longer = counts.replaceFirst("\\|s(\\d+\\.\\d+)", "|s$10");

        Replay replay =
                replayed(body.replace(counts, longer).replace(CountsText.digest(counts), CountsText.digest(longer)));

        assertThat(longer).isNotEqualTo(counts);
        assertThat(replay.differences()).isEmpty();
        assertThat(replayed(body.replace(counts, longer)).differences())
                .singleElement()
                .asString()
                .startsWith("errors digest: recorded ");
    }

    /** The budget of 30 days rests on buckets that no window looks back to. */
    @Test
    void what_was_left_of_an_error_budget_comes_out_again_and_what_was_altered_is_found_by_its_words() {
        Reading base = kinds().get(9).reading();
        List<Bucket> buckets = new ArrayList<>();
        for (int hour = -20 * 24; hour < 0; hour++) {
            buckets.add(new Bucket(
                    FIRST.minusSeconds(60).plus(Duration.ofHours(hour)),
                    Duration.ofHours(1),
                    Arm.of(1000, 1),
                    Arm.EMPTY));
        }
        buckets.addAll(base.series().buckets().subList(60, 100));
        BucketSeries series =
                new BucketSeries(buckets, FIRST.plus(Duration.ofMinutes(40)), DataState.OK, "asked", List.of());
        Reading reading = new Reading(base.guardrail(), SLO, series, ATTEMPT, 1.0 / 3, null);
        String entry = entry(Judge.judge(List.of(reading), null, new Risk(0.03), FIRST.plus(MINUTE.multipliedBy(41))));

        Replay replay = replayed(entry);
        Replay altered = replayed(entry.replace("budget left", "budget left, 7"));

        assertThat(replay.differences()).isEmpty();
        assertThat(entry).contains("of the budget left");
        assertThat(altered.differences()).singleElement().asString().startsWith("errors words: recorded ");
    }

    @Test
    void the_tests_of_these_kinds_are_all_that_compare_within_a_rollout() {
        List<TestKind> tests = new ArrayList<>();
        for (Kind kind : kinds()) {
            Statistic statistic = judged(kind, null).evidence().get(0).statistic();
            tests.add(statistic == null ? TestKind.LIMIT : statistic.test());
        }

        assertThat(tests)
                .contains(
                        TestKind.CONDITIONAL,
                        TestKind.SAFE_2X2,
                        TestKind.SHARE_BET,
                        TestKind.ASYMPCS,
                        TestKind.QUANTILE_AB,
                        TestKind.BASELINE,
                        TestKind.LIMIT);
    }

    @Test
    void the_count_of_users_is_replayed_too() {
        List<Bucket> users = List.of(bucket(0, Arm.of(900, 0), Arm.of(100, 0)), bucket(1, Arm.of(800, 0), Arm.EMPTY));
        BucketSeries exposures = new BucketSeries(users, FIRST.plusSeconds(300), DataState.OK, "users", List.of());
        Judgement judgement = judged(CONDITIONAL, SplitCheck.of(exposures, ATTEMPT, 0.5));

        assertThat(judgement.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(replayed(entry(judgement)).isSame()).isTrue();
        String altered = entry(judgement).replace("900/0/100/0", "500/0/500/0");
        assertThat(replayed(altered).differences()).anyMatch(d -> d.startsWith("grounds.users.logE: recorded "));
    }

    @Test
    void an_altered_verdict_or_bound_is_named_with_what_was_computed() {
        String body = entry(judged(CONDITIONAL, null));

        Replay verdict = replayed(body.replace("\"verdict\":\"PASS\"", "\"verdict\":\"FAIL\""));
        Replay bound = replayed(body.replaceFirst("\"ratioUpper\":", "\"ratioUpper\":1"));

        assertThat(verdict.differences())
                .containsExactly(
                        "errors verdict: recorded FAIL, computed PASS", "verdict: recorded FAIL, computed PASS");
        assertThat(bound.differences()).singleElement().asString().startsWith("errors statistic.ratioUpper: ");
    }

    @Test
    void entries_from_before_rules_were_kept_have_their_counts_checked() {
        String whole = entry(judged(CONDITIONAL, null));
        String old = whole.replaceFirst("\"given\":\\{.*?\\},\"share\":[^}]*\\},", "")
                .replaceFirst("\"given\":\\{.*\"state\":\"OK\"\\},\"metric\"", "\"metric\"")
                .replaceFirst("\"grounds\":\\{[^}]*\\},", "");

        assertThat(old).doesNotContain("given", "grounds");
        assertThat(replayed(old).isWhole()).isFalse();
        assertThat(replayed(old).isSame()).isTrue();
        assertThat(replayed(old.replaceFirst("\\+60:", "+60:1")).differences()).anyMatch(d -> d.contains("digest"));
    }

    @Test
    void what_cannot_be_read_is_no_replay_and_never_the_same() {
        String body = entry(judged(CONDITIONAL, null));

        assertThat(Replay.of("{\"why\":\"chat said 503\"}")).isEmpty();
        assertThat(Replay.of("{broken")).isEmpty();
        assertThat(replayed(body.replace("+60:", "+60;")).differences())
                .singleElement()
                .asString()
                .startsWith("it cannot be read: not the text of counts");
        assertThat(replayed(body.replace("\"alpha\":0.03", "\"alpha\":3")).isSame())
                .isFalse();
    }
}
