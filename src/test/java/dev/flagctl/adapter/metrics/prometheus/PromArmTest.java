// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static dev.flagctl.adapter.metrics.prometheus.GivenSeries.LABELS;
import static dev.flagctl.adapter.metrics.prometheus.GivenSeries.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.contract.MetricSourceContract;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What columns, each answered in one part or several, make of an arm of a flag. */
final class PromArmTest {

    private static final Gathered.Form COUNTER = new Gathered.Form(true, false);
    private static final Gathered.Form HISTOGRAM = new Gathered.Form(true, true);
    private static final Gathered.Form VALUE = new Gathered.Form(false, false);

    private final AtOnce threads = new AtOnce(1);

    @AfterEach
    void stop() {
        threads.close();
    }

    private static MetricQuery query(Measure measure) {
        Metric metric = new Metric("m", measure, null, Duration.ofMinutes(1), Map.of(), "", SourceRef.NONE);
        return MetricSourceContract.query(metric, "checkout", MetricSourceContract.at(50), MetricSourceContract.at(60));
    }

    private AtOnce.Asked<Matrix<Gathered>> answer(Gathered.Form form, List<String> warnings, Series... series) {
        return threads.ask(() -> {
            Gathered gathered = new Gathered(LABELS, form, series[0].steps() - 1);
            for (Series each : series) {
                gathered.take(each);
            }
            return new Matrix<>(gathered, warnings, false);
        });
    }

    private PromColumn column(Gathered.Form form, Series... series) {
        return new PromColumn(List.of(new PromColumn.Part(0, answer(form, List.of(), series))), series[0].steps() - 1);
    }

    private static Map<String, PromColumn> columns(PromColumn... columns) {
        Map<String, PromColumn> named = new LinkedHashMap<>();
        for (PromColumn each : columns) {
            named.put("column" + named.size(), each);
        }
        return named;
    }

    private static List<Arm> arms(PromArm arm, int buckets) throws WrongAnswerException {
        List<Arm> arms = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            arms.add(arm.at(i));
        }
        return arms;
    }

    @Test
    void units_and_bad_units_are_the_rise_of_their_counters() throws Exception {
        PromColumn units = column(COUNTER, GivenSeries.of("checkout", "on", 10, 15, 25, NONE));
        PromColumn bad = column(COUNTER, GivenSeries.of("checkout", "on", NONE, 2, 2, NONE));

        PromArm arm = PromArm.of(columns(units, bad), query(Measure.RATIO), "on");

        assertThat(arms(arm, 3)).containsExactly(Arm.of(5, 2), Arm.of(10, 0), null);
        assertThat(arm.restarts().isEmpty()).isTrue();
    }

    @Test
    void a_counter_that_began_again_is_told_by_its_bucket() throws Exception {
        PromColumn units = column(COUNTER, GivenSeries.of("checkout", "on", 10, 15, 4));

        PromArm arm = PromArm.of(columns(units), query(Measure.RATIO), "on");

        assertThat(arms(arm, 2)).containsExactly(Arm.of(5, 0), Arm.of(4, 0));
        assertThat(arm.restarts().stream()).containsExactly(1);
    }

    @Test
    void a_mean_needs_a_sum_and_squares() throws Exception {
        PromColumn units = column(COUNTER, GivenSeries.of("checkout", "on", 0, 2));
        PromColumn sum = column(COUNTER, GivenSeries.of("checkout", "on", 0, 3));
        PromColumn squares = column(COUNTER, GivenSeries.of("checkout", "on", 0, 5));

        PromArm arm = PromArm.of(columns(units, sum, squares), query(Measure.mean(false, MetricUnit.USER)), "on");

        assertThat(arm.at(0)).isEqualTo(Arm.ofSums(2, 3, 5));
    }

    @Test
    void parts_of_a_long_window_are_put_one_after_the_other() throws Exception {
        PromColumn units = new PromColumn(
                List.of(
                        new PromColumn.Part(
                                0, answer(COUNTER, List.of("slow"), GivenSeries.of("checkout", "on", 0, 1, 3))),
                        new PromColumn.Part(2, answer(COUNTER, List.of(), GivenSeries.of("checkout", "on", 3, 6)))),
                3);

        PromArm arm = PromArm.of(columns(units), query(Measure.RATIO), "on");

        assertThat(arms(arm, 3)).containsExactly(Arm.of(1, 0), Arm.of(2, 0), Arm.of(3, 0));
        assertThat(units.warnings()).containsExactly("slow");
        assertThat(units.isPartial()).isTrue();
        assertThat(units.has("checkout")).isTrue();
        assertThat(units.has("search")).isFalse();
        assertThat(units.variants("checkout")).containsExactly("on");
    }

    @Test
    void a_histogram_is_its_edges_without_the_last_which_is_all() throws Exception {
        PromColumn column = column(
                HISTOGRAM,
                GivenSeries.edge("checkout", "on", "+Inf", 0, 10),
                GivenSeries.edge("checkout", "on", "0.5", 0, 8),
                GivenSeries.edge("checkout", "on", "0.1", 0, 3));

        PromArm arm = PromArm.of(
                Map.of(PromQuestion.HISTOGRAM, column), query(Measure.shareAbove(0.5, MetricUnit.REQUEST)), "on");

        assertThat(arm.at(0)).isEqualTo(Arm.of(new Histogram(new double[] {0.1, 0.5}, new long[] {3, 8}, 10)));
    }

    @Test
    void arms_of_other_edges_do_not_compare() throws Exception {
        PromColumn column = column(
                HISTOGRAM,
                GivenSeries.edge("checkout", "on", "0.5", 0, 8),
                GivenSeries.edge("checkout", "off", "0.25", 0, 8),
                GivenSeries.edge("checkout", "off", "+Inf", 0, 8));
        Map<String, PromColumn> columns = Map.of(PromQuestion.HISTOGRAM, column);
        MetricQuery query = query(Measure.shareAbove(0.5, MetricUnit.REQUEST));
        PromArm on = PromArm.of(columns, query, "on");
        PromArm off = PromArm.of(columns, query, "off");

        assertThatExceptionOfType(WrongAnswerException.class)
                .isThrownBy(() -> PromArm.sameEdges(off, on))
                .satisfies(wrong -> assertThat(wrong.sentence()).contains("[0.25] and [0.5]"));
        PromArm.sameEdges(on, PromArm.of(columns, query, "nobody"));
    }

    @Test
    void a_number_of_no_variant_stands_with_the_treatment_and_one_of_no_flag_with_every_flag() throws Exception {
        Map<String, PromColumn> lag = Map.of("value", column(VALUE, GivenSeries.of("", "", 9, 7, NONE)));
        MetricQuery query = query(Measure.threshold(false));

        assertThat(arms(PromArm.of(lag, query, "on"), 2)).containsExactly(Arm.ofSums(1, 7, 0), null);
        assertThat(arms(PromArm.of(lag, query, "off"), 2)).containsExactly(null, null);
    }

    @Test
    void a_sum_that_is_no_number_is_refused() throws Exception {
        PromColumn units = column(COUNTER, GivenSeries.of("checkout", "on", 0, Double.POSITIVE_INFINITY));
        PromArm arm = PromArm.of(columns(units), query(Measure.RATIO), "on");

        assertThatExceptionOfType(WrongAnswerException.class)
                .isThrownBy(() -> arm.at(0))
                .satisfies(wrong -> assertThat(wrong.sentence()).contains("a sum is Infinity"));
    }
}
