// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.MetricSourceContract;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvMetricSourceTest implements MetricSourceContract {

    private static final String HEADER = "time,metric,flag,variant,units,bad\n";

    private final TestClock clock = new TestClock();

    @TempDir
    Path folder;

    @Override
    public MetricSource open() {
        AdapterSpec spec =
                new AdapterSpec("sheet", "csv", Map.of("path", "${environment}.csv", "lag", "10s"), SourceRef.NONE);
        return new CsvProvider()
                .open(new Settings(spec, Map.of()), new AdapterHost(clock, folder, Map.of(), line -> {}));
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public Metric errors() {
        return new Metric(
                "errors",
                Measure.RATIO,
                null,
                MINUTE,
                Map.of("csv", Map.of("metric", "http errors, all")),
                "",
                SourceRef.NONE);
    }

    @Override
    public void writeOutcomes(Instant time, String flag, String variant, int units, int bad) {
        write("%s,\"http errors, all\",%s,%s,%d,%d\n".formatted(time, flag, variant, units, bad));
    }

    @Override
    public void writeExposures(Instant time, String flag, String variant, int users) {
        write("%s,exposures,%s,%s,%d,0\n".formatted(time, flag, variant, users));
    }

    @Override
    public void spoil() {
        write("x\ny\nz\n");
        try {
            Files.writeString(folder.resolve("production.csv"), "when,what\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String text) {
        Path file = folder.resolve("production.csv");
        try {
            Files.writeString(
                    file,
                    (Files.exists(file) ? "" : HEADER) + text,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BucketSeries read() {
        try (MetricSource source = open()) {
            return source.read(List.of(query(errors(), "checkout", at(50), at(60))))
                    .get(0);
        }
    }

    @Test
    void rows_finer_than_a_bucket_add_up() {
        writeOutcomes(at(58), "checkout", "on", 3, 1);
        writeOutcomes(at(58).plusSeconds(30), "checkout", "on", 4, 0);

        assertThat(read().buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(7, 1)));
    }

    @Test
    void rows_of_other_variants_only_are_no_data_and_named() {
        writeOutcomes(at(58), "checkout", "true", 3, 1);
        writeOutcomes(at(58), "checkout", "false", 30, 1);

        BucketSeries series = read();

        assertThat(series.state()).isEqualTo(DataState.NO_DATA);
        assertThat(series.warnings())
                .containsExactly("found variants false, true; expected on, off; write the names that the manifest gives"
                        + " its variants");
    }

    @Test
    void a_row_without_an_end_is_being_written_and_is_not_believed() {
        writeOutcomes(at(58), "checkout", "on", 30, 1);
        write("2026-11-24T12:58:00Z,\"http errors, all\",checkout,off,300,1");

        BucketSeries series = read();

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(30, 1)));
        assertThat(series.warnings()).containsExactly("the last line of production.csv has no end yet and is not read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T12:58:00Z,errors,checkout,on,1",
                "2026-11-24T12:58:00Z,errors,checkout,on,1,2",
                "2026-11-24T12:58:00Z,errors,checkout,on,-1,-1",
                "2026-11-24T12:58:00Z,errors,checkout,on,1.5,0",
                "noon,errors,checkout,on,1,0",
                "2026-11-24T12:58:00Z,\"errors,checkout,on,1,0",
                "2026-11-24T12:58:00Z,\"errors\"x,checkout,on,1,0"
            })
    void a_wrong_row_is_counted_and_named(String row) {
        for (int i = 0; i < 12; i++) {
            writeOutcomes(at(58), "checkout", "on", 1, 0);
        }
        write(row + "\r\n");

        BucketSeries series = read();

        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(12, 0)));
        assertThat(series.warnings())
                .singleElement()
                .asString()
                .startsWith("1 of 13 lines unreadable, first at production.csv line 14: ");
    }

    private BucketSeries read(Measure measure) {
        Metric metric = new Metric("m", measure, null, MINUTE, Map.of(), "", SourceRef.NONE);
        try (MetricSource source = open()) {
            return source.read(List.of(query(metric, "checkout", at(50), at(60))))
                    .get(0);
        }
    }

    private void writeFile(String header, String... rows) {
        try {
            Files.writeString(folder.resolve("production.csv"), header + "\n" + String.join("\n", rows) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sums_of_a_mean_add_up_and_so_do_values_of_one_unit_each() {
        writeFile(
                "time,metric,flag,variant,units,sum,sum_of_squares,value",
                "2026-11-24T12:58:00Z,m,checkout,off,2,3,5,",
                "2026-11-24T12:58:30Z,m,checkout,off,1,4,16,",
                "2026-11-24T12:58:00Z,m,checkout,on,,,,1.5",
                "2026-11-24T12:58:00Z,m,checkout,on,,,,-2");

        BucketSeries series = read(Measure.mean(false, MetricUnit.USER));

        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.buckets()).containsExactly(bucket(58, Arm.ofSums(3, 7, 21), Arm.ofSums(2, -0.5, 6.25)));
    }

    @Test
    void values_serve_quantiles_plain_numbers_and_shares_above_an_edge() {
        writeFile(
                "value,variant,flag,metric,time",
                "1.5,on,checkout,m,2026-11-24T12:58:00Z",
                "0.25,on,checkout,m,2026-11-24T12:58:59Z",
                "0.5,off,checkout,m,2026-11-24T12:58:00Z");

        assertThat(read(Measure.quantile(0.9, false, MetricUnit.REQUEST)).buckets())
                .containsExactly(bucket(58, Arm.of(new Samples(0.5)), Arm.of(new Samples(0.25, 1.5))));
        assertThat(read(Measure.threshold(false)).buckets())
                .containsExactly(bucket(58, Arm.ofSums(1, 0.5, 0.25), Arm.ofSums(2, 1.75, 0.0625 + 2.25)));
        assertThat(read(Measure.shareAbove(0.5, MetricUnit.REQUEST)).buckets())
                .containsExactly(bucket(58, Arm.of(1, 0), Arm.of(2, 1)));
    }

    static Stream<Arguments> lacking() {
        String counts = "units,bad|3,1";
        return Stream.of(
                Arguments.of(Measure.RATIO, "units,value|,0.5", "m needs units and bad"),
                Arguments.of(
                        Measure.mean(false, MetricUnit.USER),
                        counts,
                        "m needs units, sum and sum_of_squares, or a value"),
                Arguments.of(Measure.quantile(0.5, false, MetricUnit.USER), counts, "m needs a value"),
                Arguments.of(Measure.threshold(false), counts, "m needs units and sum, or a value"),
                Arguments.of(Measure.RATIO, "units,bad,value|3,1,0.5", "a value is that of one unit"),
                Arguments.of(Measure.RATIO, "units,bad|,1", "neither units nor a value"),
                Arguments.of(Measure.RATIO, "units,value|,NaN", "value must be a number"),
                Arguments.of(Measure.RATIO, "units,value|,1e999", "value must be a number"),
                Arguments.of(
                        Measure.mean(false, MetricUnit.USER),
                        "units,sum,sum_of_squares|2,6,10",
                        "no values have that sum and that sum_of_squares"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("lacking")
    void a_row_that_lacks_what_the_kind_needs_is_an_error_and_no_zero(Measure measure, String columns, String problem) {
        List<String> both = List.of(columns.split("\\|", -1));
        writeFile("time,metric,flag,variant," + both.get(0), "2026-11-24T12:58:00Z,m,checkout,on," + both.get(1));

        BucketSeries series = read(measure);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.buckets()).isEmpty();
        assertThat(series.warnings().get(0)).contains("production.csv line 2: ").contains(problem);
    }

    @Test
    void a_metric_that_lacks_something_in_a_row_fails_alone() {
        writeFile(
                "time,metric,flag,variant,units,bad",
                "2026-11-24T12:58:00Z,m,checkout,on,3,1",
                "2026-11-24T12:58:00Z,\"http errors, all\",checkout,on,5,1");

        assertThat(read(Measure.quantile(0.5, false, MetricUnit.USER)).state()).isEqualTo(DataState.ERROR);
        assertThat(read().state()).isEqualTo(DataState.OK);
        assertThat(read().buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(5, 1)));
    }

    @Test
    void a_wrong_header_says_which_columns_are_asked_for() {
        spoil();

        assertThat(read().warnings().get(0))
                .contains("the header of production.csv must be time,metric,flag,variant,units,bad");
    }
}
