// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.PrometheusServer;
import dev.flagctl.support.Scrapes;
import dev.flagctl.support.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about Prometheus: counters that begin again, histograms, long windows, labels of others. */
final class PrometheusDetailsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private final Scrapes scrapes = new Scrapes();
    private @Nullable PrometheusServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private MetricSource open(Map<String, Object> more) {
        server = PrometheusServer.prometheus(folder, scrapes);
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("url", server.url());
        settings.put("lag", "10s");
        AdapterSpec spec = new AdapterSpec("prom", "prometheus", settings, SourceRef.NONE);
        return new PrometheusProvider()
                .open(new Settings(spec, Map.of()), new AdapterHost(clock, folder, Map.of(), line -> {}));
    }

    private BucketSeries read(Metric metric, Instant from, Instant to) {
        try (MetricSource source = open(Map.of())) {
            return source.read(List.of(query(metric, "checkout", from, to))).get(0);
        }
    }

    private static Metric metric(Measure measure, Duration bucket, Map<String, Object> selectors) {
        return new Metric("m", measure, null, bucket, Map.of("prometheus", selectors), "", SourceRef.NONE);
    }

    private static String series(String name, String variant, String more) {
        return name + "{feature_flag_key=\"checkout\",feature_flag_result_variant=\"" + variant + "\"" + more + "}";
    }

    private static Metric ratio(Duration bucket) {
        return metric(Measure.RATIO, bucket, Map.of("units", "n_total", "bad", "n_total{code=\"500\"}"));
    }

    @Test
    void a_counter_that_begins_again_counts_from_zero_and_never_backwards() {
        String on = series("n_total", "on", "");
        scrapes.count(on, at(50), 1000);
        scrapes.count(on, at(52), 40);
        scrapes.restart(on, at(54));
        scrapes.count(on, at(54).plusSeconds(5), 7);

        BucketSeries series = read(ratio(MINUTE), at(51), at(56));

        assertThat(series.buckets())
                .containsExactly(bucket(52, Arm.EMPTY, Arm.of(40, 0)), bucket(54, Arm.EMPTY, Arm.of(7, 0)));
    }

    @Test
    void a_counter_that_was_away_for_a_while_goes_on_where_it_was() {
        String on = series("n_total", "on", "");
        scrapes.count(on, at(40), 1000);
        scrapes.away(on, at(41), at(54));
        scrapes.count(on, at(54), 7);
        scrapes.count(on, at(56), 2);

        BucketSeries series = read(ratio(MINUTE), at(40), at(58));

        assertThat(series.buckets())
                .containsExactly(
                        bucket(40, Arm.EMPTY, Arm.of(1000, 0)),
                        bucket(54, Arm.EMPTY, Arm.of(7, 0)),
                        bucket(56, Arm.EMPTY, Arm.of(2, 0)));
    }

    @Test
    void the_first_error_of_a_kind_makes_its_series_and_counts() {
        scrapes.count(series("n_total", "on", ""), at(40), 500);
        scrapes.count(series("n_total", "on", ""), at(52), 10);
        scrapes.count(series("n_total", "on", ",code=\"500\""), at(52), 3);

        BucketSeries series = read(ratio(MINUTE), at(50), at(55));

        assertThat(series.buckets()).containsExactly(bucket(52, Arm.EMPTY, Arm.of(13, 3)));
    }

    @Test
    void the_instances_of_a_service_are_added_up() {
        for (int pod = 0; pod < 5; pod++) {
            scrapes.count(series("n_total", "on", ",pod=\"p" + pod + "\""), at(52), 10 + pod);
        }

        assertThat(read(ratio(MINUTE), at(50), at(55)).buckets()).containsExactly(bucket(52, Arm.EMPTY, Arm.of(60, 0)));
    }

    @Test
    void a_histogram_is_given_by_its_edges() {
        Map<String, Integer> atMost = Map.of("0.1", 50, "0.5", 90, "1", 98, "+Inf", 100);
        atMost.forEach(
                (le, count) -> scrapes.count(series("latency_bucket", "on", ",le=\"" + le + "\""), at(52), count));
        Measure slow = Measure.shareAbove(0.5, MetricUnit.REQUEST);

        BucketSeries series = read(metric(slow, MINUTE, Map.of("histogram", "latency_bucket")), at(50), at(55));

        Bucket only = series.buckets().get(0);
        assertThat(only.treatment().distribution())
                .isEqualTo(new Histogram(new double[] {0.1, 0.5, 1}, new long[] {50, 90, 98}, 100));
        assertThat(only.treatment().above(0.5)).isEqualTo(Arm.of(100, 10));
    }

    @Test
    void a_window_of_more_steps_than_the_server_allows_is_asked_for_in_parts() {
        Instant from = at(60).minus(Duration.ofHours(4));
        scrapes.count(series("n_total", "on", ""), from.minusSeconds(60), 1);
        scrapes.count(series("n_total", "on", ""), from, 5);
        scrapes.count(series("n_total", "on", ""), from.plus(Duration.ofSeconds(11_005)), 7);
        scrapes.count(series("n_total", "on", ""), at(59), 11);

        BucketSeries series = read(ratio(Duration.ofSeconds(1)), from, at(60));

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.buckets().stream()
                        .mapToLong(bucket -> bucket.treatment().units())
                        .sum())
                .isEqualTo(23);
        assertThat(series.buckets()).hasSize(3);
    }

    @Test
    void labels_may_be_called_otherwise_and_tell_the_environment() {
        scrapes.count("n_total{flag=\"checkout\",arm=\"on\",env=\"production\"}", at(52), 5);
        scrapes.count("n_total{flag=\"checkout\",arm=\"on\",env=\"staging\"}", at(52), 900);

        try (MetricSource source =
                open(Map.of("labels", Map.of("flag", "flag", "variant", "arm", "environment", "env")))) {
            assertThat(source.read(List.of(query(ratio(MINUTE), "checkout", at(50), at(55))))
                            .get(0)
                            .buckets())
                    .containsExactly(bucket(52, Arm.EMPTY, Arm.of(5, 0)));
        }
    }

    @Test
    void a_flag_that_has_only_other_variants_is_no_data_and_says_which() {
        for (String variant : List.of("true", "false")) {
            scrapes.count(series("n_total", variant, ""), at(52), 5);
        }

        BucketSeries series = read(ratio(MINUTE), at(50), at(55));

        assertThat(series.state()).isEqualTo(DataState.NO_DATA);
        assertThat(series.warnings())
                .first()
                .asString()
                .startsWith("found variants false, true; expected on, off; set \"labels.variant\"")
                .contains("now feature_flag_result_variant", "\"variants\"");
    }

    @Test
    void a_label_of_another_name_shows_as_variants_that_are_none() {
        scrapes.count("n_total{feature_flag_key=\"checkout\",arm=\"on\"}", at(52), 5);

        assertThat(read(ratio(MINUTE), at(50), at(55)).warnings())
                .first()
                .asString()
                .startsWith("found variants (none); expected on, off");
    }

    @Test
    void variants_may_be_called_otherwise() {
        scrapes.count(series("n_total", "true", ""), at(52), 5);
        scrapes.count(series("n_total", "false", ""), at(52), 7);

        try (MetricSource source = open(Map.of("variants", Map.of("on", "true", "off", "false")))) {
            assertThat(source.read(List.of(query(ratio(MINUTE), "checkout", at(50), at(55))))
                            .get(0)
                            .buckets())
                    .containsExactly(bucket(52, Arm.of(7, 0), Arm.of(5, 0)));
        }
    }

    @Test
    void a_key_with_characters_of_patterns_is_matched_as_it_is() {
        scrapes.count("n_total{feature_flag_key=\"a.b|c+(d)\",feature_flag_result_variant=\"on\"}", at(52), 5);
        scrapes.count("n_total{feature_flag_key=\"axb\",feature_flag_result_variant=\"on\"}", at(52), 900);

        try (MetricSource source = open(Map.of())) {
            assertThat(source.read(List.of(query(ratio(MINUTE), "a.b|c+(d)", at(50), at(55))))
                            .get(0)
                            .buckets())
                    .containsExactly(bucket(52, Arm.EMPTY, Arm.of(5, 0)));
        }
    }

    @Test
    void a_plain_number_without_labels_stands_with_the_treatment() {
        scrapes.count("queue_length{job=\"shop\"}", at(40), 12);
        scrapes.count("queue_length{job=\"shop\"}", at(52), 8);
        Measure plain = Measure.of(MetricKind.THRESHOLD, MetricUnit.REQUEST);

        BucketSeries series = read(metric(plain, MINUTE, Map.of("value", "queue_length")), at(51), at(53));

        assertThat(series.buckets())
                .containsExactly(
                        bucket(51, Arm.EMPTY, Arm.ofSums(1, 12, 0)), bucket(52, Arm.EMPTY, Arm.ofSums(1, 20, 0)));
    }

    @Test
    void what_prometheus_cannot_give_is_an_error_that_says_why() {
        BucketSeries function = read(
                metric(Measure.RATIO, MINUTE, Map.of("units", "rate(n_total[5m])", "bad", "n_total")), at(50), at(55));
        BucketSeries missing = read(metric(Measure.RATIO, MINUTE, Map.of("units", "n_total")), at(50), at(55));

        assertThat(function.state()).isEqualTo(DataState.ERROR);
        assertThat(function.warnings().get(0)).contains("no plain selector", "without functions and ranges");
        assertThat(missing.warnings().get(0)).contains("has no \"bad\"");
    }

    @Test
    void doctor_is_told_its_version_and_its_clock() {
        try (MetricSource source = open(Map.of())) {
            List<Check> checks = ((Checkable) source).check();

            assertThat(checks).extracting(Check::what).startsWith("reachable", "version");
            assertThat(checks.get(1).found()).matches("\\d+\\.\\d+\\.\\d+.*");
        }
    }
}
