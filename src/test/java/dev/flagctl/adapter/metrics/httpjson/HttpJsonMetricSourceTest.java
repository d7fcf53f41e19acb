// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.contract.MetricSourceContract;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Samples;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricSource;
import dev.flagctl.support.TestClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpJsonMetricSourceTest implements MetricSourceContract {

    private static final Map<String, Object> ROWS = Map.of("path", "/any", "rows", "/rows");

    private final TestClock clock = new TestClock();
    private final RowServer server = new RowServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public MetricSource open() {
        return RowServer.open(server.url(), clock, Map.of());
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public Metric errors() {
        return RowServer.metric(Measure.RATIO, RowServer.question("errors"));
    }

    @Override
    public void writeOutcomes(Instant time, String flag, String variant, int units, int bad) {
        server.add(time, "errors", flag, variant, units, bad);
    }

    @Override
    public void writeExposures(Instant time, String flag, String variant, int users) {
        server.add(time, "users", flag, variant, users, 0);
    }

    @Override
    public void spoil() {
        server.say("{\"data\": {\"rows\": 7}}");
    }

    private BucketSeries read(Metric metric) {
        try (MetricSource source = open()) {
            return source.read(List.of(query(metric, "checkout", at(50), at(60))))
                    .get(0);
        }
    }

    private BucketSeries read(Measure measure, String body) {
        server.add(at(59), "errors", "checkout", "on", 1, 0);
        server.say(body);
        return read(RowServer.metric(measure, ROWS));
    }

    @Test
    void parameters_are_encoded_and_can_become_no_other_part_of_the_address() {
        String flag = "a b&x=1/../ü";
        writeOutcomes(at(59), flag, "on", 3, 1);

        try (MetricSource source = open()) {
            BucketSeries series =
                    source.read(List.of(query(errors(), flag, at(50), at(60)))).get(0);

            assertThat(series.state()).isNotEqualTo(DataState.ERROR);
        }
        assertThat(server.seen)
                .filteredOn(each -> each.getUrl().encodedPath().equals("/api/errors"))
                .isNotEmpty()
                .allMatch(each -> flag.equals(each.getUrl().queryParameter("flag")));
    }

    @Test
    void a_body_is_posted_with_its_parameters_as_json() {
        server.add(at(59), "errors", "checkout", "on", 1, 0);
        server.say("[]");
        Metric metric = RowServer.metric(
                Measure.RATIO,
                Map.of(
                        "path",
                        "/query",
                        "body",
                        "{\"flag\": \"{feature}\", \"from\": {from_millis}, \"in\": \"{arms}\"}"));

        try (MetricSource source = open()) {
            source.read(List.of(query(metric, "say \"hi\"\\", at(50), at(60))));
        }

        RecordedRequest asked = server.seen.stream()
                .filter(each -> each.getMethod().equals("POST"))
                .findFirst()
                .orElseThrow();
        assertThat(asked.getBody().utf8())
                .isEqualTo("{\"flag\": \"say \\\"hi\\\"\\\\\", \"from\": " + at(50).toEpochMilli()
                        + ", \"in\": \"off,on\"}");
        assertThat(asked.getHeaders().get("Content-Type")).startsWith("application/json");
    }

    @Test
    void rows_may_be_lists_and_name_their_arm() {
        server.add(at(59), "errors", "checkout", "on", 1, 0);
        server.say("[[\"2026-11-24T12:58:00Z\", \"on\", 5, 1], [\"2026-11-24T12:58:00Z\", \"off\", 50, 2]]");
        Map<String, String> columns = Map.of("bucket", "/0", "arm", "/1", "units", "/2", "bad", "/3");

        BucketSeries series = read(RowServer.metric(Measure.RATIO, Map.of("path", "/any", "columns", columns)));

        assertThat(series.buckets()).containsExactly(bucket(58, Arm.of(50, 2), Arm.of(5, 1)));
    }

    @Test
    void means_histograms_values_and_plain_numbers_come_as_well() {
        String row = "{\"bucket\": \"2026-11-24T12:58:00Z\", \"arm\": \"on\", ";

        BucketSeries mean = read(
                Measure.mean(false, MetricUnit.USER),
                "{\"rows\": [" + row + "\"units\": 2, \"sum\": 3, \"sum_of_squares\": 5}]}");
        BucketSeries share = read(
                Measure.shareAbove(0.5, MetricUnit.REQUEST),
                "{\"rows\": [" + row + "\"edge\": 0.5, \"at_most\": 3, \"units\": 4}, " + row
                        + "\"edge\": \"+Inf\", \"at_most\": 4, \"units\": 4}]}");
        BucketSeries quantile = read(
                Measure.quantile(0.9, false, MetricUnit.REQUEST),
                "{\"rows\": [" + row + "\"value\": 1.5}, " + row + "\"value\": 0.25}]}");
        BucketSeries threshold = read(Measure.threshold(false), "{\"rows\": [" + row + "\"units\": 2, \"sum\": 3.5}]}");

        assertThat(mean.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.ofSums(2, 3, 5)));
        assertThat(share.buckets())
                .containsExactly(bucket(58, Arm.EMPTY, Arm.of(new Histogram(new double[] {0.5}, new long[] {3}, 4))));
        assertThat(quantile.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(new Samples(0.25, 1.5))));
        assertThat(threshold.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.ofSums(2, 3.5, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"rows": [{"bucket": "2026-11-24T12:58:00Z", "arm": "on", "units": 3, "bad": 5}]}      | bad is 5 of 3 units
            {"rows": [{"bucket": "2026-11-24T12:58:00Z", "arm": "on", "units": -3, "bad": 0}]}     | units is "-3"
            {"rows": [{"bucket": "2026-11-24T12:58:00Z", "arm": "on", "units": null, "bad": 0}]}   | a row has no units, but null
            {"rows": [{"bucket": "2026-11-24T12:58:00Z", "arm": "on", "units": {}, "bad": 0}]}     | units is an object, not one value
            {"rows": [{"bucket": "2026-11-24T12:58:30Z", "arm": "on", "units": 3, "bad": 0}]}      | not the start of a bucket of 60 s
            {"rows": [{"bucket": 1795525080, "arm": "on", "units": 3, "bad": 0}]}                  | name a number bucket_seconds
            {"rows": [{"bucket": "2026-11-24T12:58:00Z", "units": 3, "bad": 0}]}                   | a row has nothing at /arm for arm
            {"rows": [{"bucket": "2026-11-24T12:58:00Z", "arm": "on", "units": 3}]}                | errors needs units, bad
            {"rows": [7]}                                                                          | errors needs units, bad
            {"rows": [{"units": 3, "units": 4}]}                                                   | it is not JSON
            {"rows": [                                                                             | it is not JSON, or not whole
            {"rows": []} {"rows": []}                                                              | it is not JSON
            {"result": [], "error": "no such table"}                                               | at /rows is nothing; the answer has result, error
            """)
    void what_cannot_be_right_is_an_error_that_says_what_was_found(String body, String problem) {
        BucketSeries series = read(Measure.RATIO, body);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.buckets()).isEmpty();
        assertThat(series.warnings())
                .singleElement()
                .asString()
                .startsWith("tried to read errors on http-json \"stats\", but its answer cannot be right: ")
                .contains(problem);
    }

    @Test
    void an_answer_that_says_that_a_part_is_missing_is_partial_and_one_with_further_pages_an_error() {
        server.add(at(59), "errors", "checkout", "on", 1, 0);
        server.say("{\"late\": true, \"next\": null, \"rows\": [{\"bucket\": \"2026-11-24T12:58:00Z\", \"arm\": \"on\","
                + " \"units\": 3, \"bad\": 0}]}");
        Metric partial = RowServer.metric(
                Measure.RATIO, Map.of("path", "/a", "rows", "/rows", "partial", "/late", "more", "/next"));
        Metric paged = RowServer.metric(Measure.RATIO, Map.of("path", "/b", "rows", "/rows", "more", "/rows/0/arm"));

        assertThat(read(partial).state()).isEqualTo(DataState.PARTIAL);
        assertThat(read(partial).buckets()).hasSize(1);
        assertThat(read(paged).state()).isEqualTo(DataState.ERROR);
        assertThat(read(paged).warnings().get(0)).contains("further pages follow");
    }

    @Test
    void a_parameter_or_a_pointer_that_is_none_is_refused() {
        Metric unknown = RowServer.metric(Measure.RATIO, Map.of("path", "/x?f={flag}"));
        Map<String, Object> newest = Map.of("newest", Map.of("path", "/n", "columns", Map.of("newest", "$.newest")));

        assertThat(read(unknown).warnings().get(0))
                .contains("it names {flag}, which is not known; there are {feature}");
        assertThatThrownBy(() -> RowServer.open(server.url(), clock, newest))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("\"$.newest\" is no JSON Pointer");
    }

    @Test
    void an_answer_that_is_too_large_is_not_kept() {
        server.add(at(59), "errors", "checkout", "on", 1, 0);
        server.say("[" + " ".repeat(1 << 20) + "]");

        try (MetricSource source = RowServer.open(server.url(), clock, Map.of("largest-answer", 1))) {
            BucketSeries series = source.read(List.of(query(errors(), "checkout", at(50), at(60))))
                    .get(0);

            assertThat(series.warnings().get(0)).contains("its answer is larger than 1 MiB");
        }
    }

    @Test
    void doctor_asks_for_the_newest_time() {
        writeOutcomes(at(59), "checkout", "on", 5, 1);

        try (MetricSource source = open();
                MetricSource other = RowServer.open(server.url(), clock, Map.of("token", "wrong"))) {
            assertThat(((Checkable) source).check())
                    .extracting(Check::what, Check::state)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("reachable", Check.State.OK),
                            org.assertj.core.groups.Tuple.tuple("newest", Check.State.OK));
            assertThat(((Checkable) other).check())
                    .singleElement()
                    .satisfies(check -> assertThat(check.what() + check.state()).isEqualTo("tokenFAILED"));
        }
    }
}
