// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attributes that nobody asked for, in files of many buffers. */
final class PassedNamesTest {

    private static final int LINES = 5_000;

    @TempDir
    private Path folder;

    private BucketSeries read(IntFunction<String> more) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            text.append("{").append(more.apply(i)).append("""
                    ,"time":"%s","event":"request","feature_flag.key":"checkout","feature_flag.result.variant":"on","status":%d}
                    """.formatted(at(50 + i % 2), i % 100 == 0 ? 503 : 200));
        }
        Files.writeString(folder.resolve("production.jsonl"), text);
        Map<String, Object> events = Map.of("event", "request", "bad", Map.of("attribute", "status", "at-least", 500));
        Metric metric = new Metric(
                "errors", Measure.RATIO, null, Duration.ofMinutes(1), Map.of("events", events), "", SourceRef.NONE);
        AdapterSpec spec = new AdapterSpec("local", "events", Map.of("path", "${environment}.jsonl"), SourceRef.NONE);
        AdapterHost host = new AdapterHost(new TestClock(), folder, Map.of(), line -> {});
        try (MetricSource source = new EventsProvider().open(new Settings(spec, Map.of()), host)) {
            return source.read(List.of(query(metric, "checkout", at(50), at(55))))
                    .get(0);
        }
    }

    private static void countsAll(BucketSeries series) {
        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.warnings()).isEmpty();
        assertThat(series.buckets())
                .containsExactly(
                        bucket(50, Arm.EMPTY, Arm.of(LINES / 2, LINES / 100)),
                        bucket(51, Arm.EMPTY, Arm.of(LINES / 2, 0)));
    }

    @Test
    void they_are_passed_over_in_each_buffer_whatever_their_values() throws IOException {
        countsAll(read(i -> "\"service.name\":\"shop\",\"tags\":[1,{\"status\":503}],\"url\":{\"status\":503},\"n\":"
                + i + ",\"pad\":\"" + "x".repeat(100) + "\",\"none\":null"));
    }

    @Test
    void more_of_them_than_are_remembered_change_nothing() throws IOException {
        countsAll(read(i -> "\"id-" + i + "\":" + i + ",\"pad\":\"" + "x".repeat(100) + "\""));
    }

    @Test
    void one_within_nested_attributes_hides_none_that_is_asked_for() throws IOException {
        countsAll(read(i ->
                "\"attributes\":{\"host\":\"a\",\"feature_flag.key\":\"other\"},\"pad\":\"" + "x".repeat(100) + "\""));
    }
}
