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
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Samples;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of the number in an attribute: means, quantiles, plain numbers, shares above an edge. */
final class EventValuesTest {

    @TempDir
    Path folder;

    private BucketSeries read(Measure measure) {
        return read(measure, Map.of("event", "order", "value", "amount"));
    }

    private BucketSeries read(Measure measure, Map<String, Object> events) {
        Metric metric = new Metric(
                "amount", measure, null, Duration.ofMinutes(1), Map.of("events", events), "", SourceRef.NONE);
        AdapterSpec spec = new AdapterSpec("local", "events", Map.of("path", "a.jsonl"), SourceRef.NONE);
        AdapterHost host = new AdapterHost(new TestClock(), folder, Map.of(), line -> {});
        try (MetricSource source = new EventsProvider().open(new Settings(spec, Map.of()), host)) {
            return source.read(List.of(query(metric, "checkout", at(50), at(59))))
                    .get(0);
        }
    }

    private void order(Instant time, String variant, String user, String amount) {
        String line = """
                {"time":"%s","event":"order","feature_flag.key":"checkout","feature_flag.result.variant":"%s","feature_flag.context.id":"%s","amount":%s}
                """.formatted(time, variant, user, amount);
        try {
            Files.writeString(folder.resolve("a.jsonl"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void orders() {
        order(at(58), "on", "ann", "10");
        order(at(58).plusSeconds(30), "on", "ann", "2.5");
        order(at(58), "on", "bob", "-1");
        order(at(58), "off", "cleo", "4");
        order(at(57), "on", "ann", "7");
        order(at(58), "third", "dan", "99");
    }

    @Test
    void the_mean_per_user_sums_up_each_user_within_a_bucket_before_it_squares() {
        orders();

        assertThat(read(Measure.mean(true, MetricUnit.USER)).buckets())
                .containsExactly(
                        bucket(57, Arm.EMPTY, Arm.ofSums(1, 7, 49)),
                        bucket(58, Arm.ofSums(1, 4, 16), Arm.ofSums(2, 11.5, 12.5 * 12.5 + 1)));
    }

    @Test
    void the_mean_per_request_squares_each_value() {
        orders();

        assertThat(read(Measure.mean(true, MetricUnit.REQUEST)).buckets())
                .containsExactly(
                        bucket(57, Arm.EMPTY, Arm.ofSums(1, 7, 49)),
                        bucket(58, Arm.ofSums(1, 4, 16), Arm.ofSums(3, 11.5, 100 + 6.25 + 1)));
    }

    @Test
    void quantiles_keep_the_values() {
        orders();

        assertThat(read(Measure.quantile(0.5, false, MetricUnit.REQUEST)).buckets())
                .containsExactly(
                        bucket(57, Arm.EMPTY, Arm.of(new Samples(7))),
                        bucket(58, Arm.of(new Samples(4)), Arm.of(new Samples(-1, 2.5, 10))));
    }

    @Test
    void plain_numbers_are_read_and_summed_up() {
        orders();

        assertThat(read(Measure.threshold(false)).buckets()).hasSize(2).last().satisfies(bucket -> {
            assertThat(bucket.treatment().units()).isEqualTo(3);
            assertThat(bucket.treatment().sum()).isEqualTo(11.5);
        });
    }

    @Test
    void a_value_at_the_edge_is_not_above_it() {
        orders();

        assertThat(read(Measure.shareAbove(2.5, MetricUnit.REQUEST)).buckets())
                .containsExactly(bucket(57, Arm.EMPTY, Arm.of(1, 1)), bucket(58, Arm.of(1, 1), Arm.of(3, 1)));
    }

    @Test
    void many_users_and_buckets_lose_nobody() {
        for (int user = 0; user < 500; user++) {
            order(at(50 + user % 8), "on", "user-" + user % 100, "1");
        }

        BucketSeries series = read(Measure.mean(true, MetricUnit.USER));

        double sum = 0;
        for (var bucket : series.buckets()) {
            sum += bucket.treatment().sum();
        }
        assertThat(sum).isEqualTo(500);
        assertThat(series.buckets())
                .hasSize(8)
                .allSatisfy(bucket -> assertThat(bucket.treatment().units()).isEqualTo(25));
    }

    @Test
    void an_outcome_without_a_number_is_left_out_and_told_and_many_make_the_answer_partial() {
        for (int i = 0; i < 19; i++) {
            order(at(58), "on", "u" + i, "1");
        }
        order(at(58), "on", "x", "\"1\"");
        BucketSeries few = read(Measure.mean(true, MetricUnit.REQUEST));
        for (int i = 0; i < 3; i++) {
            order(at(58), "on", "y", "null");
        }
        BucketSeries many = read(Measure.mean(true, MetricUnit.REQUEST));

        assertThat(few.state()).isEqualTo(DataState.OK);
        assertThat(few.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.ofSums(19, 19, 19)));
        assertThat(few.warnings()).containsExactly("1 of 20 outcomes have no number in \"amount\" and are left out");
        assertThat(many.state()).isEqualTo(DataState.PARTIAL);
    }

    @Test
    void outcomes_that_never_have_a_number_are_an_error() {
        order(at(58), "on", "x", "\"much\"");

        BucketSeries series = read(Measure.quantile(0.5, false, MetricUnit.REQUEST));

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.buckets()).isEmpty();
    }

    @Test
    void a_metric_that_does_not_say_where_its_value_is_says_what_to_write() {
        orders();
        Map<String, Object> bad = Map.of("event", "order", "bad", Map.of("attribute", "amount", "at-least", 5));

        BucketSeries series = read(Measure.mean(true, MetricUnit.USER), bad);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.warnings().get(0))
                .isEqualTo(
                        "metric amount does not say where the value is: write events: {event: NAME, value: ATTRIBUTE}");
    }
}
