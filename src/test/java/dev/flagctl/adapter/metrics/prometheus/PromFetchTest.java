// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.AdapterSpec;
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
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many queries are sent for many guardrails, seen by a server that has nothing. */
final class PromFetchTest {

    private final MockWebServer server = new MockWebServer();
    private final TestClock clock = new TestClock();
    private volatile String warning = "";

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String said = warning.isEmpty() ? "" : ",\"warnings\":[\"" + warning + "\"]";
                return new MockResponse.Builder()
                        .code(200)
                        .body("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}" + said + "}")
                        .build();
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Metric metric(String name, String bad) {
        return new Metric(
                name,
                Measure.RATIO,
                null,
                Duration.ofMinutes(1),
                Map.of("prometheus", Map.of("units", "requests_total", "bad", bad)),
                "",
                SourceRef.NONE);
    }

    private List<BucketSeries> read(List<MetricQuery> queries) {
        Map<String, Object> settings = Map.of("url", server.url("/").toString(), "lag", "10s");
        AdapterSpec spec = new AdapterSpec("prom", "prometheus", settings, SourceRef.NONE);
        try (MetricSource source = new PrometheusProvider()
                .open(new Settings(spec, Map.of()), new AdapterHost(clock, Path.of(""), Map.of(), line -> {}))) {
            return source.read(queries);
        }
    }

    private List<String> sent() throws InterruptedException {
        List<String> sent = new ArrayList<>();
        for (int left = server.getRequestCount(); left > 0; left--) {
            String form = String.valueOf(server.takeRequest().getBody().utf8());
            sent.add(URLDecoder.decode(form.substring("query=".length(), form.indexOf('&')), StandardCharsets.UTF_8));
        }
        return sent;
    }

    @Test
    void what_two_guardrails_need_is_read_once() throws Exception {
        List<MetricQuery> queries = new ArrayList<>();
        for (int flag = 0; flag < 50; flag++) {
            queries.add(query(metric("errors", "errors_total"), "flag-" + flag, at(50), at(60)));
            queries.add(query(metric("slow", "slow_total"), "flag-" + flag, at(50), at(60)));
        }

        List<BucketSeries> answers = read(queries);

        assertThat(answers).hasSize(100).allMatch(answer -> answer.state() == DataState.NO_DATA);
        List<String> sent = sent();
        assertThat(sent)
                .filteredOn(asked -> asked.startsWith("requests_total{"))
                .hasSize(1);
        assertThat(sent).filteredOn(asked -> asked.startsWith("errors_total{")).hasSize(1);
        assertThat(sent).filteredOn(asked -> asked.startsWith("slow_total{")).hasSize(1);
        // Three looks for the newest sample, and one for whether there ever was one, for each of the two metrics at
        // most.
        assertThat(sent).hasSizeLessThanOrEqualTo(3 + 3 + 2);
    }

    @Test
    void a_warning_of_a_query_stands_with_what_it_answers() {
        warning = "a store was not asked";

        List<BucketSeries> answers = read(List.of(query(metric("errors", "errors_total"), "a", at(50), at(60))));

        assertThat(answers.get(0).warnings()).containsExactly("a store was not asked");
    }
}
