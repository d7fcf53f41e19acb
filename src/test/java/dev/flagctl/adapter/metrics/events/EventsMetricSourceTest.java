// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.contract.MetricSourceContract;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventsMetricSourceTest implements MetricSourceContract {

    private final TestClock clock = new TestClock();
    private int users;

    @TempDir
    Path folder;

    @Override
    public MetricSource open() {
        return open(Map.of("path", "${environment}.jsonl", "lag", "10s"));
    }

    private MetricSource open(Map<String, Object> settings) {
        AdapterSpec spec = new AdapterSpec("local", "events", settings, SourceRef.NONE);
        return new EventsProvider()
                .open(new Settings(spec, Map.of()), new AdapterHost(clock, folder, Map.of(), line -> {}));
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public Metric errors() {
        return metric(Map.of("attribute", "http.response.status_code", "at-least", 500));
    }

    private static Metric metric(Object bad) {
        Map<String, Object> events = Map.of("event", "http.server.request", "bad", bad);
        return new Metric("errors", Measure.RATIO, null, MINUTE, Map.of("events", events), "", SourceRef.NONE);
    }

    @Override
    public void writeOutcomes(Instant time, String flag, String variant, int units, int bad) {
        for (int i = 0; i < units; i++) {
            outcome(time, flag, variant, "\"http.response.status_code\":" + (i < bad ? 503 : 200));
        }
    }

    private void outcome(Instant time, String flag, String variant, String attributes) {
        write("production.jsonl", """
                {"time":"%s","event":"http.server.request","feature_flag.key":"%s","feature_flag.result.variant":"%s",%s}
                """.formatted(time, flag, variant, attributes));
    }

    @Override
    public void writeExposures(Instant time, String flag, String variant, int count) {
        for (int i = 0; i < count; i++) {
            expose(time, flag, variant, "user-" + users++);
        }
    }

    private void expose(Instant time, String flag, String variant, String user) {
        write("production.jsonl", """
                {"time":"%s","event":"feature_flag.evaluation","feature_flag.key":"%s","feature_flag.result.variant":"%s","feature_flag.context.id":"%s"}
                """.formatted(time, flag, variant, user));
    }

    @Override
    public void spoil() {
        try {
            Files.write(folder.resolve("production.jsonl"), new byte[] {0, 1, (byte) 0xff, '\n', 'x', '\n'});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(
                    folder.resolve(file),
                    text,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BucketSeries read(MetricQuery query) {
        try (MetricSource source = open()) {
            return source.read(List.of(query)).get(0);
        }
    }

    @Test
    void a_user_counts_once_in_the_bucket_of_the_first_meeting_whatever_the_order_of_lines() {
        expose(at(55), "checkout", "on", "ann");
        expose(at(52), "checkout", "on", "ann");
        expose(at(54), "checkout", "on", "bob");
        expose(at(54), "checkout", "off", "ann");

        BucketSeries series = read(query(null, "checkout", at(50), at(60)));

        assertThat(series.buckets())
                .containsExactly(bucket(52, Arm.EMPTY, Arm.of(1, 0)), bucket(54, Arm.of(1, 0), Arm.of(1, 0)));
    }

    @Test
    void events_of_other_variants_only_are_no_data_and_named() {
        writeOutcomes(at(58), "checkout", "true", 3, 1);

        BucketSeries other = read(query(errors(), "checkout", at(50), at(60)));
        writeOutcomes(at(40), "checkout", "on", 1, 0);
        BucketSeries both = read(query(errors(), "checkout", at(50), at(60)));

        assertThat(other.state()).isEqualTo(DataState.NO_DATA);
        assertThat(other.warnings()).first().asString().startsWith("found variants true; expected on, off");
        assertThat(both.state()).as("an arm that was there once is called so").isEqualTo(DataState.NO_TRAFFIC);
        assertThat(both.warnings()).isEmpty();
    }

    @Test
    void thousands_of_users_are_told_apart() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append("""
                    {"time":"2026-11-24T12:58:01.25Z","event":"feature_flag.evaluation","feature_flag.key":"checkout","feature_flag.variant":"on","feature_flag.context.id":"user-%d"}
                    """.formatted(i % 10_000));
        }
        write("production.jsonl", lines.toString());

        assertThat(read(query(null, "checkout", at(50), at(60))).buckets())
                .containsExactly(bucket(58, Arm.EMPTY, Arm.of(10_000, 0)));
    }

    @Test
    void unreadable_lines_spoil_nothing_but_themselves_and_are_counted() {
        writeOutcomes(at(58), "checkout", "on", 16, 1);
        write("production.jsonl", "\n{\"time\":\"2026-11-24T12:58:01Z\",\"event\":\"http.ser\n");
        writeOutcomes(at(58), "checkout", "on", 1, 0);
        write("production.jsonl", "{\"time\":\n");
        writeOutcomes(at(58), "checkout", "on", 20, 1);

        BucketSeries series = read(query(errors(), "checkout", at(50), at(60)));

        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(37, 2)));
        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.warnings())
                .singleElement()
                .asString()
                .startsWith("2 of 39 lines unreadable, first at production.jsonl line 18: not JSON");
    }

    @Test
    void rubbish_after_the_only_object_of_a_chunk_is_one_unreadable_line() {
        writeOutcomes(at(58), "checkout", "on", 1, 1);
        write("production.jsonl", "rubbish\n");
        writeOutcomes(at(58), "checkout", "on", 20, 0);

        BucketSeries series = read(query(errors(), "checkout", at(50), at(60)));

        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(21, 1)));
        assertThat(series.warnings())
                .singleElement()
                .asString()
                .startsWith("1 of 22 lines unreadable, first at production.jsonl line 2: not JSON");
    }

    @Test
    void too_many_unreadable_lines_are_partial_data() {
        writeOutcomes(at(58), "checkout", "on", 8, 0);
        write("production.jsonl", "oops\n[1,2]\n");

        BucketSeries series = read(query(errors(), "checkout", at(50), at(60)));

        assertThat(series.state()).isEqualTo(DataState.PARTIAL);
        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(8, 0)));
    }

    @Test
    void a_last_line_that_is_being_written_is_left_for_the_next_time() {
        writeOutcomes(at(58), "checkout", "on", 8, 0);
        write("production.jsonl", "{\"time\":\"2026-11-24T12:58:01Z\",\"event\":\"http.server.re");

        BucketSeries series = read(query(errors(), "checkout", at(50), at(60)));

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.warnings()).isEmpty();
        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(8, 0)));
    }

    @Test
    void lines_longer_than_the_buffer_and_endless_lines_are_survived() {
        writeOutcomes(at(57), "checkout", "on", 3, 0);
        outcome(at(58), "checkout", "on", "\"body\":\"" + "x".repeat(600_000) + "\",\"http.response.status_code\":500");
        write("production.jsonl", "y".repeat(20_000_000) + "\n");
        writeOutcomes(at(58), "checkout", "on", 10, 0);

        BucketSeries series = read(query(errors(), "checkout", at(50), at(60)));

        assertThat(series.buckets())
                .containsExactly(bucket(57, Arm.EMPTY, Arm.of(3, 0)), bucket(58, Arm.EMPTY, Arm.of(11, 1)));
        assertThat(series.warnings())
                .containsExactly("1 of 15 lines unreadable, first at production.jsonl line 5: longer than 8 MiB");
    }

    @Test
    void rotated_files_belong_to_their_file_and_other_files_do_not() throws IOException {
        writeOutcomes(at(56), "checkout", "on", 1, 0);
        Files.move(folder.resolve("production.jsonl"), folder.resolve("production.jsonl.2"));
        writeOutcomes(at(57), "checkout", "on", 2, 0);
        Files.move(folder.resolve("production.jsonl"), folder.resolve("production.jsonl.1"));
        writeOutcomes(at(58), "checkout", "on", 4, 0);
        Files.copy(folder.resolve("production.jsonl"), folder.resolve("production.jsonl.bak"));

        assertThat(read(query(errors(), "checkout", at(50), at(60))).buckets())
                .extracting(b -> b.treatment().units())
                .containsExactly(1L, 2L, 4L);
    }

    @Test
    void a_folder_gives_all_its_lines() {
        writeOutcomes(at(58), "checkout", "on", 4, 0);
        write("notes.txt", "not for us\n");

        try (MetricSource source = open(Map.of("path", ".", "lag", "10s"))) {
            BucketSeries series = source.read(List.of(query(errors(), "checkout", at(50), at(60))))
                    .get(0);

            assertThat(series.state()).isEqualTo(DataState.OK);
            assertThat(series.buckets()).hasSize(1);
        }
    }

    @Test
    void each_environment_has_its_own_file() {
        writeOutcomes(at(58), "checkout", "on", 4, 0);
        MetricQuery staging = new MetricQuery(errors(), "staging", "checkout", "on", "off", at(50), at(60));

        try (MetricSource source = open()) {
            List<BucketSeries> answers = source.read(List.of(staging, query(errors(), "checkout", at(50), at(60))));

            assertThat(answers).extracting(BucketSeries::state).containsExactly(DataState.NO_DATA, DataState.OK);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "at-least     | 500  | 500    | 499",
                "below        | 0.5  | 0.49   | 0.5",
                "equals       | fail | \"fail\" | \"ok\"",
                "not-equals   | ok   | \"fail\" | \"ok\"",
                "equals       | true | true   | false",
                "starts-with  | 5    | \"5xx\"  | \"2xx\"",
                "ends-with    | !    | \"no!\"  | \"no\"",
                "contains     | err  | \"a error\" | \"fine\""
            })
    void each_operator_of_a_condition_tells_bad_from_good(String operator, String value, String bad, String good) {
        outcome(at(58), "checkout", "on", "\"x\":" + bad);
        outcome(at(58), "checkout", "on", "\"x\":" + good);
        Object written = operator.equals("at-least") || operator.equals("below") ? Double.valueOf(value) : value;

        Metric metric = metric(Map.of("attribute", "x", operator, written));

        assertThat(read(query(metric, "checkout", at(50), at(60))).buckets())
                .containsExactly(bucket(58, Arm.EMPTY, Arm.of(2, 1)));
    }

    @Test
    void a_list_of_values_is_tried_one_by_one() {
        outcome(at(58), "checkout", "on", "\"x\":\"b\"");
        outcome(at(58), "checkout", "on", "\"x\":7");
        outcome(at(58), "checkout", "on", "\"x\":\"c\"");

        Metric among = metric(Map.of("attribute", "x", "in", List.of("a", "b", 7)));
        Metric notAmong = metric(Map.of("attribute", "x", "not-in", List.of("a", "b", 7)));

        assertThat(read(query(among, "checkout", at(50), at(60))).buckets())
                .containsExactly(bucket(58, Arm.EMPTY, Arm.of(3, 2)));
        assertThat(read(query(notAmong, "checkout", at(50), at(60))).buckets())
                .containsExactly(bucket(58, Arm.EMPTY, Arm.of(3, 1)));
    }

    @Test
    void attributes_may_stand_in_an_object_of_their_own() {
        write("production.jsonl", """
                {"attributes":{"feature_flag.key":"checkout","feature_flag.result.variant":"on","http.response.status_code":500},"body":{"time":"x","attributes":[]},"event":"http.server.request","time":"2026-11-24T13:58:00+01:00"}
                """);

        assertThat(read(query(errors(), "checkout", at(50), at(60))).buckets())
                .containsExactly(bucket(58, Arm.EMPTY, Arm.of(1, 1)));
    }

    @Test
    void escaped_names_are_the_same_names() {
        write("production.jsonl", """
                {"\\u0074ime":"2026-11-24T12:58:00Z","event":"http.server.request","feature_flag\\u002ekey":"check\\u006fut","feature_flag.result.variant":"on","http.response.status_code":500}
                """);

        assertThat(read(query(errors(), "checkout", at(50), at(60))).buckets())
                .containsExactly(bucket(58, Arm.EMPTY, Arm.of(1, 1)));
    }

    @Test
    void outcomes_that_cannot_be_compared_are_told() {
        outcome(at(58), "checkout", "on", "\"http.response.status_code\":\"timeout\"");
        outcome(at(58), "checkout", "on", "\"other\":1");
        outcome(at(58), "checkout", "on", "\"http.response.status_code\":null");

        BucketSeries series = read(query(errors(), "checkout", at(50), at(60)));

        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(3, 0)));
        assertThat(series.warnings())
                .containsExactly("3 outcomes without a comparable \"http.response.status_code\" count as not bad");
    }

    @Test
    void a_metric_that_does_not_say_what_is_bad_is_an_error_of_its_own_query_only() {
        writeOutcomes(at(58), "checkout", "on", 4, 0);
        Metric vague = metric(Map.of("attribute", "x", "at-least", "much"));

        try (MetricSource source = open()) {
            List<BucketSeries> answers = source.read(
                    List.of(query(vague, "checkout", at(50), at(60)), query(errors(), "checkout", at(50), at(60))));

            assertThat(answers).extracting(BucketSeries::state).containsExactly(DataState.ERROR, DataState.OK);
            assertThat(answers.get(0).warnings().get(0)).contains("errors").contains("events: {event: NAME, bad:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2026-11-24T25:00:00Z", "2026-13-24T12:58:00Z", "", "2026-11-24 12:58:00Z"})
    void a_line_about_our_flag_without_a_time_is_unreadable(String time) {
        writeOutcomes(at(58), "checkout", "on", 10, 0);
        write("production.jsonl", """
                {"time":"%s","event":"http.server.request","feature_flag.key":"checkout","feature_flag.result.variant":"on"}
                """.formatted(time));

        assertThat(read(query(errors(), "checkout", at(50), at(60))).warnings())
                .singleElement()
                .asString()
                .contains("line 11: no \"time\"");
    }

    @Test
    void a_time_in_the_future_hides_no_staleness() {
        writeOutcomes(at(20), "checkout", "on", 10, 0);
        writeOutcomes(at(600), "checkout", "on", 10, 0);

        assertThat(read(query(errors(), "checkout", at(20), at(60))).state()).isEqualTo(DataState.STALE);
    }

    @Test
    void a_setting_that_is_no_duration_is_refused() {
        assertThatThrownBy(() -> open(Map.of("path", "x", "lag", "soon")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("\"lag: soon\" of adapter \"local\"");
    }
}
