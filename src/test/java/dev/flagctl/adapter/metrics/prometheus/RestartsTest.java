// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static dev.flagctl.support.FeatureBuilder.feature;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judge;
import dev.flagctl.guardrail.Reading;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Missing;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PrometheusServer;
import dev.flagctl.support.Scene;
import dev.flagctl.support.Scrapes;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counters that begin again, from a real Prometheus down to what a decision makes of it. */
final class RestartsTest {

    @TempDir
    private Path folder;

    private final Scrapes scrapes = new Scrapes();

    private static String series(String variant) {
        return "n_total{feature_flag_key=\"checkout\",feature_flag_result_variant=\"" + variant + "\"}";
    }

    /** Both arms count 100 a minute; the treatment's process begins again in the minute 54. */
    private void treatmentRestarts() {
        for (int minute = 40; minute < 58; minute++) {
            scrapes.count(series("on"), at(minute), 100);
            scrapes.count(series("off"), at(minute), 100);
        }
        scrapes.restart(series("on"), at(54).plusSeconds(20));
        scrapes.count(series("on"), at(54).plusSeconds(40), 30);
    }

    private BucketSeries read(Instant to) {
        Metric metric = new Metric(
                "errors",
                Measure.RATIO,
                null,
                Duration.ofMinutes(1),
                Map.of("prometheus", Map.of("units", "n_total", "bad", "n_total{code=\"500\"}")),
                "",
                SourceRef.NONE);
        try (PrometheusServer server = PrometheusServer.prometheus(folder, scrapes)) {
            AdapterSpec spec =
                    new AdapterSpec("prom", "prometheus", Map.of("url", server.url(), "lag", "10s"), SourceRef.NONE);
            AdapterHost host = new AdapterHost(new TestClock(), folder, Map.of(), line -> {});
            try (MetricSource source = new PrometheusProvider().open(new Settings(spec, Map.of()), host)) {
                return source.read(List.of(query(metric, "checkout", at(50), to)))
                        .get(0);
            }
        }
    }

    @Test
    void a_restart_in_the_newest_bucket_is_told_with_its_arm_and_what_is_known_is_counted() {
        treatmentRestarts();

        BucketSeries series = read(at(55));

        assertThat(series.state()).isEqualTo(DataState.RESET);
        assertThat(series.missing()).isEqualTo(Missing.TREATMENT);
        assertThat(series.buckets()).contains(bucket(54, Arm.of(100, 0), Arm.of(30, 0)));
        assertThat(series.warnings())
                .containsExactly("a counter of on began again in 1 bucket, of 2026-11-24T12:54:00Z;"
                        + " what it counted there before is lost");
    }

    @Test
    void once_a_bucket_without_a_restart_is_closed_the_data_can_be_used_again() {
        treatmentRestarts();

        BucketSeries series = read(at(56));

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.missing()).isEqualTo(Missing.BOTH);
        assertThat(series.buckets()).contains(bucket(55, Arm.of(100, 0), Arm.of(100, 0)));
        assertThat(series.warnings()).hasSize(1);
    }

    @Test
    void both_arms_that_restart_together_are_both_named() {
        treatmentRestarts();
        scrapes.restart(series("off"), at(54).plusSeconds(20));

        BucketSeries series = read(at(55));

        assertThat(series.missing()).isEqualTo(Missing.BOTH);
        assertThat(series.state()).isEqualTo(DataState.RESET);
        assertThat(series.warnings()).hasSize(2);
    }

    @Test
    void a_guardrail_whose_counters_began_again_justifies_a_pause_and_no_rollback() {
        treatmentRestarts();
        Guardrail guardrail = new Guardrail(
                "errors",
                GuardrailRole.CRITICAL,
                new Rule.WorseThanControl(0),
                3,
                50,
                new DataDeadline(Duration.ofMinutes(30), DataDeadline.Action.ROLL_BACK),
                SourceRef.NONE);
        BucketSeries series = read(at(55));

        Reading met = new Reading(guardrail, Measure.RATIO, series, at(50), 0.5, at(55));
        Evidence evidence =
                Judge.judge(List.of(met), Risk.DEFAULT, at(56)).evidence().get(0);

        assertThat(evidence.verdict()).isEqualTo(Verdict.RESET);
        assertThat(evidence.hold().missing()).isEqualTo(Missing.TREATMENT);
        assertThat(evidence.hold().action()).isEqualTo(DataDeadline.Action.PAUSE);
        assertThat(evidence.hold().due(at(84))).isFalse();
        assertThat(evidence.hold().due(at(85))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"29, HOLD", "30, PAUSE"})
    void a_rollout_holds_and_is_paused_when_counters_go_on_to_begin_again(long minutes, DecisionKind kind) {
        Scene scene = new Scene(feature("checkout")
                        .guardrail("http-errors", DataDeadline.Action.PAUSE)
                        .build())
                .rollOn("checkout", 3, Duration.ofHours(1));
        scene.blind("checkout", DataState.RESET, scene.now(), Duration.ofMinutes(30), DataDeadline.Action.PAUSE);
        scene.pass(Duration.ofMinutes(minutes));

        Decision decision = scene.change("checkout").decision();

        assertThat(decision.kind()).isEqualTo(kind);
        assertThat(decision.because()).contains("http-errors has RESET since");
    }
}
