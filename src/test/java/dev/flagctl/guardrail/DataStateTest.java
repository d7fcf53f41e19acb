// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.START;
import static dev.flagctl.guardrail.Given.bucket;
import static dev.flagctl.guardrail.Given.guardrail;
import static dev.flagctl.guardrail.Given.minute;
import static dev.flagctl.guardrail.Given.repeat;
import static dev.flagctl.guardrail.Given.series;
import static dev.flagctl.guardrail.Given.worse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Missing;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each state of the data holds up, since when, and what follows when it lasts. */
final class DataStateTest {

    private static Evidence judge(Reading reading, Instant now) {
        return Judge.judge(List.of(reading), Risk.DEFAULT, now).evidence().get(0);
    }

    private static Reading silentTreatment(Guardrail guardrail, DataState state) {
        List<Bucket> buckets = new ArrayList<>(repeat(10, 900, 9, 100, 1));
        for (int i = 10; i < 20; i++) {
            buckets.add(bucket(i, 900, 9, 0, 0));
        }
        return Given.reading(guardrail, series(state, minute(20), buckets), START, 0.1, null);
    }

    @ParameterizedTest
    @CsvSource({
        // what is justified, at the most that the manifest may ask for
        "NO_TRAFFIC, TREATMENT, CRITICAL, ROLL_BACK",
        "NO_TRAFFIC, TREATMENT, GUARD,    ROLL_BACK",
        "NO_TRAFFIC, CONTROL,   CRITICAL, PAUSE",
        "NO_TRAFFIC, BOTH,      CRITICAL, PAUSE",
        "NO_DATA,    TREATMENT, CRITICAL, ROLL_BACK",
        "NO_DATA,    TREATMENT, GUARD,    PAUSE",
        "NO_DATA,    BOTH,      CRITICAL, PAUSE",
        "STALE,      TREATMENT, CRITICAL, ROLL_BACK",
        "STALE,      CONTROL,   CRITICAL, ROLL_BACK",
        "STALE,      TREATMENT, GUARD,    PAUSE",
        "STALE,      BOTH,      GUARD,    PAUSE",
        "ERROR,      BOTH,      CRITICAL, PAUSE",
        "PARTIAL,    TREATMENT, CRITICAL, PAUSE",
        "RESET,      BOTH,      CRITICAL, PAUSE",
        "TOO_FEW,    TREATMENT, CRITICAL, PAUSE",
    })
    void each_state_justifies_so_much_and_no_more(
            DataState state, Missing missing, GuardrailRole role, Action justified) {
        for (Action asked : Action.values()) {
            Guardrail guardrail = guardrail("errors", role, new Rule.WorseThanControl(0), 3, 50, asked);

            DataHold hold = DataPolicy.hold(guardrail, state, missing, START);

            assertThat(hold.action()).isEqualTo(asked.compareTo(justified) < 0 ? asked : justified);
            assertThat(hold.until()).isEqualTo(minute(30));
            assertThat(hold.due(minute(29))).isFalse();
            assertThat(hold.due(minute(30))).isEqualTo(asked != Action.HOLD);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DataState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OK", "TOO_FEW"})
    void no_state_but_ok_ever_passes_for_any_rule(DataState state) {
        List<Bucket> good = repeat(10, 100, 1, 100, 1);
        for (Rule rule : List.of(
                new Rule.WorseThanControl(0), new Rule.WorseThanBaseline(0.5, 0, 1), new Rule.Threshold(0.5, true))) {
            Guardrail guardrail = guardrail("errors", GuardrailRole.GUARD, rule, 3, 50, Action.PAUSE);

            Evidence evidence =
                    judge(Given.reading(guardrail, series(state, minute(10), good), START, 0.5, null), minute(10));

            assertThat(evidence.verdict().name()).isEqualTo(state.name());
            assertThat(evidence.verdict().advances()).isFalse();
            assertThat(evidence.hold().state()).isEqualTo(state);
        }
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void only_a_pass_advances(Verdict verdict) {
        assertThat(verdict.advances()).isEqualTo(verdict == Verdict.PASS);
    }

    @Test
    void a_treatment_that_falls_silent_beside_a_busy_control_is_named_since_its_last_bucket() {
        Evidence evidence = judge(silentTreatment(worse("errors", GuardrailRole.GUARD), DataState.OK), minute(20));

        assertThat(evidence.verdict()).isEqualTo(Verdict.NO_TRAFFIC);
        assertThat(evidence.hold())
                .isEqualTo(new DataHold(
                        "errors", DataState.NO_TRAFFIC, Missing.TREATMENT, minute(10), minute(40), Action.ROLL_BACK));
        assertThat(evidence.sentence()).endsWith("; no traffic (treatment) since 2026-11-23T13:10:00Z");
    }

    @Test
    void a_stale_source_whose_treatment_stopped_first_names_the_treatment() {
        Evidence evidence =
                judge(silentTreatment(worse("errors", GuardrailRole.CRITICAL), DataState.STALE), minute(45));

        assertThat(evidence.hold().missing()).isEqualTo(Missing.TREATMENT);
        assertThat(evidence.hold().action()).isEqualTo(Action.ROLL_BACK);
        assertThat(evidence.hold().due(minute(45))).isTrue();
    }

    @Test
    void a_control_that_falls_silent_is_named_while_it_is_served() {
        List<Bucket> buckets = new ArrayList<>(repeat(10, 100, 1, 100, 1));
        for (int i = 10; i < 20; i++) {
            buckets.add(bucket(i, 0, 0, 100, 1));
        }
        Guardrail guardrail = worse("errors", GuardrailRole.GUARD);

        Evidence half = judge(Given.reading(guardrail, series(buckets), START, 0.5, null), minute(20));
        Evidence all = judge(Given.reading(guardrail, series(buckets), START, 1, null), minute(20));

        assertThat(half.hold().missing()).isEqualTo(Missing.CONTROL);
        assertThat(half.hold().action()).isEqualTo(Action.PAUSE);
        assertThat(all.hold()).isNull();
        assertThat(all.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_short_silence_that_chance_explains_holds_nothing() {
        List<Bucket> buckets = new ArrayList<>(repeat(60, 18, 0, 2, 0));
        for (int i = 60; i < 63; i++) {
            buckets.add(bucket(i, 18, 0, 0, 0));
        }

        Evidence evidence = judge(
                Given.reading(worse("errors", GuardrailRole.GUARD), series(buckets), START, 0.1, null), minute(63));

        assertThat(evidence.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void nobody_at_all_is_no_traffic_of_both_arms() {
        Guardrail guardrail = worse("errors", GuardrailRole.CRITICAL);
        Reading never = Given.reading(guardrail, series(DataState.OK, minute(10), List.of()), START, 0.5, null);
        Reading stopped = Given.reading(
                guardrail, series(DataState.OK, minute(20), repeat(10, 100, 1, 100, 1)), START, 0.5, null);

        assertThat(judge(never, minute(10)).hold().since()).isEqualTo(START);
        assertThat(judge(stopped, minute(20)).hold())
                .isEqualTo(new DataHold(
                        "errors", DataState.NO_TRAFFIC, Missing.BOTH, minute(10), minute(40), Action.PAUSE));
    }

    @Test
    void before_the_first_closed_bucket_there_are_too_few() {
        Reading fresh = Given.reading(
                worse("errors", GuardrailRole.GUARD), series(DataState.OK, START, List.of()), START, 0.5, null);

        assertThat(judge(fresh, START).verdict()).isEqualTo(Verdict.TOO_FEW);
    }

    @Test
    void a_source_cannot_miss_traffic_before_the_first_closed_bucket() {
        Reading fresh = Given.reading(
                worse("errors", GuardrailRole.GUARD), series(DataState.NO_TRAFFIC, START, List.of()), START, 0.5, null);

        assertThat(judge(fresh, START).verdict()).isEqualTo(Verdict.TOO_FEW);
    }

    @Test
    void the_deadline_of_too_few_starts_anew_with_each_unit() {
        Guardrail guardrail =
                guardrail("errors", GuardrailRole.GUARD, new Rule.WorseThanControl(0), 3, 5_000, Action.ROLL_BACK);

        Evidence evidence = judge(Given.reading(guardrail, repeat(120, 10, 0, 10, 0)), minute(120));

        assertThat(evidence.verdict()).isEqualTo(Verdict.TOO_FEW);
        assertThat(evidence.hold().since()).isEqualTo(minute(120));
        assertThat(evidence.hold().due(minute(120))).isFalse();
        assertThat(evidence.hold().action()).isEqualTo(Action.PAUSE);
    }

    @Test
    void an_error_counts_from_the_run_that_first_met_it() {
        Guardrail guardrail = worse("errors", GuardrailRole.CRITICAL);
        var broken = series(DataState.ERROR, START, List.of());

        DataHold first = judge(Given.reading(guardrail, broken, START, 0.5, null), minute(600))
                .hold();
        DataHold later = judge(Given.reading(guardrail, broken, START, 0.5, minute(600)), minute(640))
                .hold();

        assertThat(first.since()).isEqualTo(minute(600));
        assertThat(first.due(minute(600))).isFalse();
        assertThat(later.since()).isEqualTo(minute(600));
        assertThat(later.due(minute(640))).isTrue();
        assertThat(later.action()).isEqualTo(Action.PAUSE);
    }

    @Test
    void a_guardrail_that_only_watches_holds_nothing() {
        Judgement judgement = Judge.judge(
                List.of(silentTreatment(worse("orders", GuardrailRole.WATCH), DataState.NO_DATA)),
                Risk.DEFAULT,
                minute(20));

        assertThat(judgement.holds()).isEmpty();
        assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
        assertThat(judgement.evidence().get(0).verdict()).isEqualTo(Verdict.NO_DATA);
    }

    @Test
    void a_failure_shown_before_the_data_went_stays_a_failure() {
        Reading blind = Given.reading(
                worse("errors", GuardrailRole.GUARD),
                series(DataState.STALE, minute(5), repeat(5, 100, 0, 100, 10)),
                START,
                0.5,
                null);

        Evidence evidence = judge(blind, minute(60));

        assertThat(evidence.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(evidence.state()).isEqualTo(DataState.STALE);
        assertThat(evidence.hold()).isNull();
    }

    @Test
    void the_most_urgent_hold_comes_first() {
        Reading late = Given.reading(
                worse("latency", GuardrailRole.GUARD),
                series(DataState.ERROR, START, List.of()),
                START,
                0.5,
                minute(15));
        Reading early = silentTreatment(worse("errors", GuardrailRole.GUARD), DataState.OK);

        Judgement judgement = Judge.judge(List.of(late, early), Risk.DEFAULT, minute(20));

        assertThat(judgement.holds()).extracting(DataHold::metric).containsExactly("errors", "latency");
        assertThat(judgement.verdict()).isEqualTo(Verdict.ERROR);
    }

    @Test
    void a_source_that_says_which_arm_has_no_data_is_taken_at_its_word() {
        Guardrail critical =
                guardrail("errors", GuardrailRole.CRITICAL, new Rule.WorseThanControl(0), 3, 50, Action.ROLL_BACK);
        BucketSeries one = new BucketSeries(
                List.of(), minute(10), DataState.NO_DATA, Missing.TREATMENT, "errors of checkout", List.of());
        BucketSeries both = new BucketSeries(List.of(), minute(10), DataState.NO_DATA, "errors of checkout", List.of());

        assertThat(judge(Given.reading(critical, one, minute(10), 0.1, null), minute(10))
                        .hold()
                        .action())
                .isEqualTo(Action.ROLL_BACK);
        assertThat(judge(Given.reading(critical, both, minute(10), 0.1, null), minute(10))
                        .hold()
                        .action())
                .isEqualTo(Action.PAUSE);
    }
}
