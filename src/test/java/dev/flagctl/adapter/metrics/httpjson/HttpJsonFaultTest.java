// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import static dev.flagctl.contract.MetricSourceContract.at;
import static dev.flagctl.contract.MetricSourceContract.bucket;
import static dev.flagctl.contract.MetricSourceContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import dev.flagctl.support.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls that go wrong on the way: what may pass is tried again, what lasts is an error with its reason, and never a count. */
final class HttpJsonFaultTest {

    private final TestClock clock = new TestClock();
    private final RowServer server = new RowServer();
    private final FaultProxy proxy = new FaultProxy(server.url().replace("/api", ""));

    @BeforeEach
    void fill() {
        server.add(at(58), "errors", "checkout", "on", 5, 1);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
    }

    private List<BucketSeries> read(int times) {
        List<MetricQuery> queries = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            queries.add(query(
                    RowServer.metric(Measure.RATIO, RowServer.question("errors")), "checkout", at(50 - i), at(59)));
        }
        try (MetricSource source =
                RowServer.open(proxy.url() + "/api", clock, Map.of("timeout", "1s", "stale-after", "1h"))) {
            return source.read(queries);
        }
    }

    private static boolean isForRows(FaultProxy.Seen seen) {
        return seen.path().startsWith("/api/errors");
    }

    static Stream<Fault> passing() {
        return Stream.of(
                Fault.retryAfter(429, 7),
                Fault.status(500, "{}"),
                Fault.page(503),
                Fault.RESET_BEFORE,
                Fault.RESET_AFTER,
                Fault.TRUNCATED,
                Fault.slow(Duration.ofSeconds(2)));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void what_passes_is_tried_again(Fault fault) {
        proxy.fault(HttpJsonFaultTest::isForRows, fault, 1);

        BucketSeries series = read(1).get(0);

        assertThat(series.warnings()).isEmpty();
        assertThat(series.state()).isEqualTo(DataState.OK);
        assertThat(series.buckets()).containsExactly(bucket(58, Arm.EMPTY, Arm.of(5, 1)));
    }

    static Stream<Arguments> lasting() {
        return Stream.of(
                Arguments.of(Fault.status(401, "{}"), "check the adapter's token"),
                Arguments.of(Fault.status(403, "{}"), "the credentials do not allow it"),
                Arguments.of(Fault.status(404, "{}"), "there is no such thing; check address and names"),
                Arguments.of(Fault.retryAfter(429, 3600), "429"),
                Arguments.of(Fault.status(500, "{}"), "busy or restarting"),
                Arguments.of(Fault.page(200), "with a web page instead of data"),
                Arguments.of(Fault.RESET_BEFORE, "tries"),
                Arguments.of(Fault.TRUNCATED, "tries"),
                Arguments.of(Fault.slow(Duration.ofSeconds(2)), "took too long"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lasting")
    void what_lasts_is_an_error_with_its_reason(Fault fault, String reason) {
        proxy.fault(HttpJsonFaultTest::isForRows, fault, 100);

        BucketSeries series = read(1).get(0);

        assertThat(series.state()).isEqualTo(DataState.ERROR);
        assertThat(series.buckets()).isEmpty();
        assertThat(series.warnings())
                .singleElement()
                .asString()
                .startsWith("tried to read metrics on http-json \"stats\", but ")
                .contains(reason)
                .doesNotContain(RowServer.TOKEN);
    }

    @Test
    void a_wait_is_as_long_as_the_server_asks_for() {
        proxy.fault(HttpJsonFaultTest::isForRows, Fault.retryAfter(429, 7), 1);

        read(1);

        assertThat(clock.instant()).isEqualTo(at(60).plusSeconds(7));
    }

    @Test
    void one_arm_that_fails_makes_no_silence_of_it() {
        proxy.fault(seen -> isForRows(seen) && seen.path().contains("variant=on"), Fault.status(404, "{}"), 1);

        assertThat(read(1).get(0).state()).isEqualTo(DataState.ERROR);
    }

    @Test
    void a_server_that_goes_on_failing_is_not_asked_for_everything() {
        proxy.fault(HttpJsonFaultTest::isForRows, Fault.status(500, "{}"), 10_000);

        List<BucketSeries> answers = read(50);

        assertThat(answers).hasSize(50).extracting(BucketSeries::state).containsOnly(DataState.ERROR);
        assertThat(proxy.seen()).hasSizeLessThan(20);
    }

    @Test
    void a_token_that_is_refused_is_tried_once() {
        proxy.fault(seen -> true, Fault.status(401, "{}"), 10_000);

        List<BucketSeries> answers = read(50);

        assertThat(answers).hasSize(50).extracting(BucketSeries::state).containsOnly(DataState.ERROR);
        assertThat(proxy.seen()).hasSize(1);
    }
}
