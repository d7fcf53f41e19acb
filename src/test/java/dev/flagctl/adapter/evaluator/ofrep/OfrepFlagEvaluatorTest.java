// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flagctl.contract.FlagEvaluatorContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OfrepFlagEvaluatorTest implements FlagEvaluatorContract {

    private final TestClock clock = new TestClock();
    private final OfrepServer server;

    OfrepFlagEvaluatorTest() throws IOException {
        server = new OfrepServer();
        server.flags.put("checkout", FlagEvaluatorContract::germans);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public FlagEvaluator serving(Map<String, Function<Map<String, Object>, Evaluation>> flags) {
        server.flags.clear();
        server.flags.putAll(flags);
        return open(Map.of(), Map.of());
    }

    private FlagEvaluator open(Map<String, Object> settings, Map<String, String> environment) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("url", server.url());
        AdapterSpec spec = new AdapterSpec("clients", "ofrep", all, SourceRef.NONE);
        AdapterHost host = new AdapterHost(clock, Path.of("."), environment, line -> {}, clock::advance, new Random(1));
        return new OfrepProvider().open(new Settings(spec, environment), host);
    }

    private List<Evaluation> evaluate(Map<String, Object> settings, Map<String, String> environment) {
        try (FlagEvaluator evaluator = open(settings, environment)) {
            return evaluator.evaluate(SCOPE, "checkout", List.of(FlagEvaluatorContract.user("user-1", "DE")));
        }
    }

    private AdapterException failure() {
        return assertThrows(AdapterException.class, () -> evaluate(Map.of(), Map.of()));
    }

    @Test
    void one_evaluation_is_one_post_with_the_context() {
        evaluate(Map.of(), Map.of());

        assertThat(server.received).singleElement().satisfies(request -> {
            assertThat(request.getRequestLine()).isEqualTo("POST /ofrep/v1/evaluate/flags/checkout HTTP/1.1");
            assertThat(request.getBody().utf8())
                    .isEqualTo("{\"context\":{\"targetingKey\":\"user-1\",\"country\":\"DE\"}}");
        });
    }

    @Test
    void a_key_is_one_segment_of_the_path_whatever_its_characters() {
        server.flags.put("a b/c?d=ü", FlagEvaluatorContract::germans);

        try (FlagEvaluator evaluator = open(Map.of(), Map.of())) {
            assertThat(evaluator.evaluate(SCOPE, "a b/c?d=ü", List.of(FlagEvaluatorContract.user("user-1", "DE"))))
                    .extracting(Evaluation::variant)
                    .containsExactly("on");
        }
    }

    @Test
    void token_and_headers_go_along() {
        Map<String, Object> settings = Map.of(
                "token", "${env:OFREP_TOKEN}", "headers", Map.of("X-API-Key", "${env:KEY}", "Flagd-Selector", "shop"));
        evaluate(settings, Map.of("OFREP_TOKEN", "t0p-s3cret", "KEY", "k3y-s3cret"));

        RecordedRequest request = server.received.get(0);
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer t0p-s3cret");
        assertThat(request.getHeaders().get("X-API-Key")).isEqualTo("k3y-s3cret");
        assertThat(request.getHeaders().get("Flagd-Selector")).isEqualTo("shop");
    }

    @Test
    void at_most_eight_calls_are_under_way_at_once_and_more_than_one() {
        // Each answer waits for a second call, but not for ever: were there never two, the assertion below says so.
        CountDownLatch two = new CountDownLatch(3);
        server.instead = request -> {
            two.countDown();
            await(two);
            return null;
        };

        try (FlagEvaluator evaluator = open(Map.of(), Map.of())) {
            evaluator.evaluate(SCOPE, "checkout", Collections.nCopies(60, FlagEvaluatorContract.user("user-1", "DE")));
        }

        assertThat(server.received).hasSize(60);
        assertThat(server.mostAtOnce.get()).isBetween(2, 8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_flag_that_nobody_has_costs_one_call_however_many_contexts_there_are() {
        try (FlagEvaluator evaluator = open(Map.of(), Map.of())) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> evaluator.evaluate(
                            SCOPE, "search", Collections.nCopies(50, FlagEvaluatorContract.user("user-1", "DE"))))
                    .withMessage("tried to evaluate search on ofrep \"clients\", but it does not know the flag, or has"
                            + " it switched off; check the key, and which flags it serves"
                            + " [FLAG_NOT_FOUND: flag `search` does not exist]");
        }
        assertThat(server.received).hasSize(1);
    }

    @Test
    void one_context_that_fails_among_many_fails_all() {
        server.instead = request -> request.getBody().utf8().contains("user-7")
                ? OfrepServer.json(
                        400, Map.of("key", "checkout", "errorCode", "PARSE_ERROR", "errorDetails", "bad rule"))
                : null;

        try (FlagEvaluator evaluator = open(Map.of(), Map.of())) {
            List<Map<String, Object>> users = IntStream.range(0, 10)
                    .mapToObj(i -> FlagEvaluatorContract.user("user-" + i, "DE"))
                    .toList();
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> evaluator.evaluate(SCOPE, "checkout", users))
                    .withMessageContaining("it cannot evaluate the flag [PARSE_ERROR: bad rule]");
        }
    }

    @ParameterizedTest
    @CsvSource({"401, FORBIDDEN, 1", "403, FORBIDDEN, 1", "413, REFUSED, 1", "429, TRANSIENT, 4", "500, TRANSIENT, 4"})
    void a_status_tells_what_kind_of_failure_it_is(int status, Failure kind, int calls) {
        server.instead = request -> new MockResponse.Builder().code(status).build();

        assertThat(failure().failure()).isEqualTo(kind);
        assertThat(server.received).hasSize(calls);
    }

    @Test
    void a_busy_server_is_asked_again_as_it_wishes() {
        server.instead = request -> server.received.size() > 1
                ? null
                : new MockResponse.Builder()
                        .code(429)
                        .addHeader("Retry-After", "7")
                        .build();
        Instant before = clock.instant();

        assertThat(evaluate(Map.of(), Map.of())).hasSize(1);
        assertThat(clock.instant()).isEqualTo(before.plusSeconds(7));
    }

    @Test
    void a_lost_answer_changes_nothing_there_and_so_is_only_transient() {
        server.instead = request -> new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
                .build();

        AdapterException failed = failure();

        assertThat(failed.failure()).isEqualTo(Failure.TRANSIENT);
        assertThat(failed.retryable()).isTrue();
    }

    @Test
    void nobody_there_is_unreachable() {
        server.close();

        assertThat(failure().failure()).isEqualTo(Failure.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"value\": true}", "{\"key\": \"checkout\", ", "true"})
    void an_answer_that_is_none_is_never_the_default_of_the_code(String body) {
        server.instead =
                request -> new MockResponse.Builder().code(200).body(body).build();

        assertThat(failure().failure()).isEqualTo(Failure.GARBLED);
    }

    @Test
    void an_address_without_ofrep_is_said_to_be_one() {
        try (FlagEvaluator evaluator = open(Map.of("url", server.url() + "flags"), Map.of())) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() ->
                            evaluator.evaluate(SCOPE, "checkout", List.of(FlagEvaluatorContract.user("user-1", "DE"))))
                    .withMessageContaining("it answered 404, but not as OFREP does; check the address " + server.url());
        }
    }

    @Test
    void what_the_other_side_quotes_of_a_secret_is_hidden() {
        server.instead = request -> OfrepServer.json(
                400,
                Map.of(
                        "key",
                        "checkout",
                        "errorCode",
                        "GENERAL",
                        "errorDetails",
                        "no right for t0p-s3cret\n" + "x".repeat(500)));

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> evaluate(Map.of("token", "${env:T}"), Map.of("T", "t0p-s3cret")))
                .withMessageContaining("no right for secret:T x")
                .withMessageNotContaining("t0p-s3cret")
                .satisfies(failed -> assertThat(failed.sentence()).hasSizeLessThan(350));
    }

    @Test
    void a_timeout_that_is_none_is_refused() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open(Map.of("timeout", "0s"), Map.of()))
                .withMessageContaining("0s");
    }

    private List<Check> check(Map<String, Object> settings) {
        try (FlagEvaluator evaluator = open(settings, Map.of())) {
            return ((Checkable) evaluator).check();
        }
    }

    private static MockResponse notFound(String date) {
        return OfrepServer.json(404, Map.of("key", "x", "errorCode", "FLAG_NOT_FOUND"))
                .newBuilder()
                .addHeader("Date", date)
                .build();
    }

    @Test
    void a_check_evaluates_a_flag_that_nobody_has_and_compares_the_clocks() {
        server.instead = request -> notFound("Tue, 24 Nov 2026 13:00:04 GMT");

        assertThat(check(Map.of()))
                .containsExactly(
                        Check.ok("reachable", "OFREP answers at " + server.url().replaceAll("/$", "")),
                        Check.ok("clock", "its clock is 4 s ahead"));
        assertThat(server.received).hasSize(1);
    }

    @Test
    void a_clock_that_is_off_is_a_warning() {
        server.instead = request -> notFound("Tue, 24 Nov 2026 12:55:00 GMT");

        assertThat(check(Map.of()).get(1)).satisfies(clock -> {
            assertThat(clock.state()).isEqualTo(Check.State.WARNING);
            assertThat(clock.found()).isEqualTo("its clock is 299 s behind");
        });
    }

    @Test
    void a_server_that_does_not_tell_its_time_is_not_judged_by_it() {
        server.instead = request -> notFound("yesterday");

        assertThat(check(Map.of()).get(1)).isEqualTo(Check.unknown("clock", "its answers have no date"));
    }

    @Test
    void a_check_of_a_wrong_token_says_so() {
        server.instead = request -> new MockResponse.Builder().code(401).build();

        assertThat(check(Map.of())).singleElement().satisfies(token -> {
            assertThat(token.what()).isEqualTo("token");
            assertThat(token.state()).isEqualTo(Check.State.FAILED);
        });
    }

    @Test
    void a_check_of_a_server_that_is_not_there_says_so() {
        server.close();

        assertThat(check(Map.of())).singleElement().satisfies(reachable -> {
            assertThat(reachable.what()).isEqualTo("reachable");
            assertThat(reachable.state()).isEqualTo(Check.State.FAILED);
        });
    }

    @Test
    void a_check_of_something_else_than_ofrep_says_so() {
        assertThat(check(Map.of("url", server.url() + "api")).get(0)).satisfies(reachable -> {
            assertThat(reachable.state()).isEqualTo(Check.State.FAILED);
            assertThat(reachable.found()).contains("not as OFREP does");
            assertThat(reachable.remedy()).contains("before /ofrep/v1");
        });
    }
}
