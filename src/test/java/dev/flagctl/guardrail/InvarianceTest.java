// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.MINUTE;
import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.minute;
import static dev.flagctl.guardrail.Given.reading;
import static dev.flagctl.guardrail.Given.repeat;
import static dev.flagctl.guardrail.Given.worse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Risk;
import dev.flagctl.plan.codec.CountsText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not change the evidence, on random rollouts. */
final class InvarianceTest {

    private static List<Bucket> random(long seed, int minutes, boolean constantShare) {
        Random random = new Random(seed);
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            int size = 1 + random.nextInt(50);
            int control = constantShare ? 3 * size : random.nextInt(200);
            int treatment = constantShare ? size : random.nextInt(200);
            buckets.add(Given.bucket(
                    i, control, random.nextInt(1 + control / 20), treatment, random.nextInt(1 + treatment / 15)));
        }
        return buckets;
    }

    private static double logE(List<Bucket> buckets) {
        return EvidencePath.of(new RatioTest(RatioTest.WORSE, 1.1), buckets, 3).logE();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void merging_buckets_of_constant_share_changes_nothing(long seed) {
        List<Bucket> fine = random(seed, 60, true);
        List<Bucket> coarse = new ArrayList<>();
        for (int i = 0; i < fine.size(); i += 5) {
            Arm control = Arm.EMPTY;
            Arm treatment = Arm.EMPTY;
            for (Bucket bucket : fine.subList(i, i + 5)) {
                control = control.plus(bucket.control());
                treatment = treatment.plus(bucket.treatment());
            }
            coarse.add(new Bucket(fine.get(i).start(), MINUTE.multipliedBy(5), control, treatment));
        }

        assertThat(logE(coarse)).isCloseTo(logE(fine), within(1e-9));
        assertThat(logE(fine)).isNotCloseTo(0, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_bucket_that_is_missing_or_lacks_an_arm_changes_nothing(long seed) {
        List<Bucket> buckets = random(seed, 40, false);
        List<Bucket> withGaps = new ArrayList<>(buckets);
        withGaps.add(Given.bucket(45, 0, 0, 70, 9));
        withGaps.add(Given.bucket(46, 70, 9, 0, 0));
        withGaps.add(Given.bucket(50, 0, 0, 0, 0));

        assertThat(logE(withGaps)).isEqualTo(logE(buckets));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void replaying_the_recorded_counts_gives_the_same_bits(long seed) {
        List<Bucket> buckets = random(seed, 90, false);
        Judgement first = Given.judge(reading(worse("errors", GuardrailRole.GUARD), buckets));

        String recorded = CountsText.write(Counts.of(Given.series(buckets), START));
        Counts read = CountsText.parse(recorded);
        Judgement again = Given.judge(reading(worse("errors", GuardrailRole.GUARD), read.buckets()));

        assertThat(again).isEqualTo(first);
        assertThat(CountsText.write(read)).isEqualTo(recorded);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void counts_recorded_in_parts_are_those_read_at_once(long seed) {
        List<Bucket> buckets = random(seed, 60, false);
        Counts all = Counts.of(Given.series(buckets), START);

        Counts parts = Counts.of(Given.series(buckets.subList(0, 25)), START);
        Counts more = parts.extendedBy(all);

        assertThat(more).isEqualTo(all);
        assertThat(Given.judge(reading(worse("errors", GuardrailRole.GUARD), more.buckets())))
                .isEqualTo(Given.judge(reading(worse("errors", GuardrailRole.GUARD), buckets)));
    }

    @Test
    void a_late_sample_never_changes_what_was_judged_and_its_size_is_known() {
        Reading before = reading(worse("errors", GuardrailRole.GUARD), repeat(5, 100, 1, 10, 1));
        Reading late = reading(worse("errors", GuardrailRole.GUARD), repeat(7, 102, 1, 11, 9));

        Evidence evidence =
                Given.judge(late.keeping(before.counts())).evidence().get(0);

        assertThat(evidence.counts().buckets().subList(0, 5))
                .isEqualTo(before.counts().buckets());
        assertThat(evidence.counts().buckets().subList(5, 7))
                .isEqualTo(late.counts().buckets().subList(5, 7));
        assertThat(evidence.correction()).isEqualTo(new Correction(15, 40, 550));
    }

    @Test
    void a_source_that_forgets_takes_no_evidence_away() {
        Guardrail guardrail = worse("errors", GuardrailRole.GUARD);
        List<Bucket> whole = random(3, 60, false);
        Counts judged = reading(guardrail, whole.subList(0, 40)).counts();

        Judgement after = Given.judge(reading(guardrail, whole.subList(30, 60)).keeping(judged));

        assertThat(after.evidence().get(0).counts())
                .isEqualTo(reading(guardrail, whole).counts());
        assertThat(after.maxLogE())
                .isEqualTo(Given.judge(reading(guardrail, whole)).maxLogE());
        assertThat(after.evidence().get(0).correction().units()).isPositive();
    }

    @Test
    void what_came_to_one_bucket_and_what_another_lost_do_not_cancel_out() {
        Counts judged =
                Counts.of(Given.series(List.of(Given.bucket(0, 9, 1, 9, 1), Given.bucket(1, 9, 1, 9, 1))), START);
        Counts now = Counts.of(Given.series(List.of(Given.bucket(0, 8, 1, 9, 0), Given.bucket(1, 10, 1, 9, 2))), START);

        assertThat(Correction.of(judged, now)).isEqualTo(new Correction(2, 2, 36));
        assertThat(Correction.of(judged, judged).isNone()).isTrue();
    }

    @Test
    void counts_of_another_attempt_are_passed_by() {
        Reading reading = reading(worse("errors", GuardrailRole.GUARD), repeat(5, 100, 1, 10, 1));
        Counts other = new Counts(minute(-60), minute(3), List.of());

        assertThat(reading.keeping(other)).isSameAs(reading);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "2026-11-23T13:00:00Z/2026-11-23T13:05:00Z 0:1/2/3",
                "a/b 0+60:1/1/1/1",
                "2026-11-23T13:00:00Z/2026-11-23T13:05:00Z 0+60:1/1/1/1/1"
            })
    void a_text_that_is_not_of_counts_is_refused(String text) {
        assertThatThrownBy(() -> CountsText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void overlapping_buckets_are_refused() {
        List<Bucket> twice = List.of(Given.bucket(3, 1, 0, 1, 0), Given.bucket(3, 1, 0, 1, 0));

        assertThatThrownBy(() -> new Counts(START, minute(9), twice)).hasMessageContaining("overlaps");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 20})
    void the_weights_of_a_rollout_add_up_to_one(int guardrails) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < guardrails; i++) {
            readings.add(reading(worse("metric-" + i, GuardrailRole.GUARD), repeat(3, 100, 1, 100, 1)));
        }
        readings.add(reading(worse("watched", GuardrailRole.WATCH), repeat(3, 100, 1, 100, 1)));

        double sum = Judge.judge(readings, Risk.DEFAULT, minute(3)).evidence().stream()
                .mapToDouble(e -> e.statistic().weight())
                .sum();

        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_guardrail_without_evidence_never_turns_a_hold_into_a_rollback(long seed) {
        Reading judged = reading(worse("errors", GuardrailRole.GUARD), random(seed, 60, false));
        Reading blind = Given.reading(
                worse("latency", GuardrailRole.CRITICAL),
                Given.series(DataState.NO_DATA, minute(60), List.of()),
                START,
                0.5,
                null);

        Judgement alone = Given.judge(judged);
        Judgement together = Given.judge(judged, blind);

        if (alone.verdict() != Verdict.FAIL) {
            assertThat(together.verdict()).isEqualTo(Verdict.NO_DATA);
        }
        assertThat(together.maxLogE()).isLessThanOrEqualTo(Math.max(0, alone.maxLogE()));
    }

    @Test
    void weak_signals_add_up_and_name_their_suspects() {
        // Each shows an e-value between 20 and 40: too little alone when two share the risk, enough together.
        List<Bucket> signal = List.of(Given.bucket(0, 1000, 0, 1000, 8));
        Reading errors = reading(worse("errors", GuardrailRole.GUARD), signal);
        Reading latency = reading(worse("latency", GuardrailRole.GUARD), signal);

        Judgement together = Given.judge(errors, latency);

        assertThat(together.evidence().get(0).statistic().evidence()).isBetween(20.0, 40.0);
        assertThat(together.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(together.confirmed()).isEmpty();
        assertThat(together.suspected()).containsExactly("errors", "latency");
        assertThat(together.failedAt()).isEqualTo(minute(1));
    }

    @Test
    void buckets_of_different_lengths_meet_in_time() {
        List<Bucket> minutes = repeat(10, 1000, 0, 1000, 1);
        List<Bucket> fives = List.of(
                new Bucket(START, MINUTE.multipliedBy(5), Arm.of(5000, 0), Arm.of(5000, 5)),
                new Bucket(minute(5), MINUTE.multipliedBy(5), Arm.of(5000, 0), Arm.of(5000, 5)));

        Judgement mixed = Given.judge(
                reading(worse("errors", GuardrailRole.GUARD), minutes),
                reading(worse("latency", GuardrailRole.GUARD), fives));
        Judgement same = Given.judge(
                reading(worse("errors", GuardrailRole.GUARD), fives),
                reading(worse("latency", GuardrailRole.GUARD), fives));

        assertThat(mixed.maxLogE()).isCloseTo(same.maxLogE(), within(1e-9));
        assertThat(mixed.failedAt()).isBetween(minute(5), minute(10));
    }
}
