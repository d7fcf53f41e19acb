// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.Redaction;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class HttpCallsTest {

    private static final Duration A_TRY = Duration.ofMillis(500);

    private final TestClock clock = new TestClock();
    private final List<Duration> waits = new ArrayList<>();
    private final MockWebServer server = new MockWebServer();
    private final HttpCalls calls = calls(HttpLimits.USUAL.withCall(A_TRY));

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        calls.close();
        server.close();
    }

    private HttpCalls calls(HttpLimits limits) {
        return new HttpCalls(limits, null, new Redaction(Map.of("TOKEN", "s3cr3t")), clock, waits::add, new Random(1));
    }

    private HttpRequest get() {
        return request("GET");
    }

    private HttpRequest request(String method) {
        HttpRequest request = HttpRequest.of(
                        "read flags", "unleash", method, server.url("/api?x=1").toString())
                .header("Authorization", "s3cr3t");
        return method.equals("GET") || method.equals("DELETE") ? request : request.json("{\"on\":true}");
    }

    private void answers(MockResponse.Builder... answers) {
        for (MockResponse.Builder answer : answers) {
            server.enqueue(answer.build());
        }
    }

    private static MockResponse.Builder ok(String body) {
        return status(200).setHeader("Content-Type", "application/json").body(body);
    }

    private static MockResponse.Builder status(int code) {
        return new MockResponse.Builder().code(code);
    }

    /** Takes the whole request, then resets instead of answering. */
    private static MockResponse.Builder reset() {
        return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket(true, false, false));
    }

    @Test
    void each_try_keeps_the_gap_to_the_one_before_and_adds_it_to_no_other_wait() {
        answers(ok("{}"), status(503).setHeader("Retry-After", "2"), ok("{}"));
        try (HttpCalls slow = calls(HttpLimits.USUAL.withCall(A_TRY).withGap(Duration.ofSeconds(1)))) {
            slow.send(get());
            slow.send(get());
        }

        // The clock stands still: the second call waits its turn, then what the server asks for, then the turn of the
        // third.
        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource({"ms, 3", "s, 3", "from now, 3"})
    void the_end_of_a_window_is_waited_for_also_without_retry_after(String form, int seconds) {
        long end = System.currentTimeMillis() + seconds * 1000L;
        String reset = form.equals("ms")
                ? Long.toString(end)
                : form.equals("s") ? Long.toString(end / 1000 + 1) : Integer.toString(seconds);
        answers(status(429).setHeader("X-Ratelimit-Reset", reset), ok("{}"));

        calls.send(get());

        assertThat(waits).hasSize(1);
        assertThat(waits.get(0)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
    }

    @Test
    void the_log_shows_calls_and_no_secret() {
        Logger log = (Logger) LoggerFactory.getLogger("dev.flagctl.http");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.DEBUG);
        answers(ok("{}"));
        String url = server.url("/services/T1/hook-s3cr3t?token=s3cr3t").toString();

        calls.send(HttpRequest.of("tell", "chat", "POST", url)
                .header("Authorization", "s3cr3t")
                .json("{}"));
        log.detachAppender(lines);
        log.setLevel(null);

        assertThat(lines.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .matches("POST localhost:\\d+/services/T1/… 200 in \\d+ ms"));
    }

    private AdapterException failing(HttpRequest request) {
        AdapterException failed = catchThrowableOfType(AdapterException.class, () -> calls.send(request));
        assertThat(failed).as("it fails").isNotNull();
        assertThat(failed)
                .hasMessageNotContaining("s3cr3t")
                .hasMessageStartingWith("tried to read flags on unleash, but ");
        return failed;
    }

    @Test
    void sends_what_was_asked_and_returns_the_answer() throws Exception {
        answers(ok("{\"läuft\":1}").addHeader("ETag", "e1"));

        HttpAnswer answer = calls.send(request("POST").header("Idempotency-Key", "k1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"läuft\":1}");
        assertThat(answer.headers()).containsEntry("etag", "e1");
        RecordedRequest got = server.takeRequest();
        assertThat(got.getRequestLine()).isEqualTo("POST /api?x=1 HTTP/1.1");
        assertThat(got.getBody().utf8()).isEqualTo("{\"on\":true}");
        assertThat(got.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(got.getHeaders().get("Authorization")).isEqualTo("s3cr3t");
        assertThat(got.getHeaders().get("Idempotency-Key")).isEqualTo("k1");
        assertThat(got.getHeaders().get("User-Agent")).startsWith("flagctl/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void a_reset_is_repeated_where_that_is_safe(String method) {
        answers(reset(), reset(), ok("{}"));

        assertThat(calls.send(request(method)).status()).isEqualTo(200);

        assertThat(server.getRequestCount()).isEqualTo(3);
        assertThat(waits).hasSize(2);
        assertThat(waits.get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(waits.get(1)).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH"})
    void a_reset_write_is_sent_once_and_its_outcome_is_unknown(String method) {
        answers(reset(), ok("{}"));

        AdapterException failed = failing(request(method));

        assertThat(failed.failure()).isEqualTo(Failure.UNKNOWN_OUTCOME);
        assertThat(failed.retryable()).isFalse();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_write_on_a_pooled_connection_that_dies_is_sent_once() {
        answers(ok("{}"), reset(), ok("{}"));
        calls.send(request("POST"));

        AdapterException failed = failing(request("POST"));

        assertThat(failed.failure()).isEqualTo(Failure.UNKNOWN_OUTCOME);
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_write_with_an_idempotency_key_is_repeated_with_headers_of_its_own_try() throws Exception {
        answers(reset(), ok("{}"));
        int[] attempt = {0};
        HttpRequest request =
                request("POST").safeToRepeat().headersOfTry(() -> Map.of("Try", Integer.toString(++attempt[0])));

        calls.send(request);

        assertThat(server.takeRequest().getHeaders().get("Try")).isEqualTo("1");
        assertThat(server.takeRequest().getHeaders().get("Try")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 503})
    void okhttp_repeats_nothing_by_itself(int status) {
        // OkHttp 5.5.1 alone would send these twice.
        answers(status(status).addHeader("Retry-After", "0"), ok("{}"));

        AdapterException failed = failing(request("POST"));

        assertThat(failed.failure()).isEqualTo(Failure.TRANSIENT);
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void waits_as_long_as_the_server_asks() {
        answers(status(429).addHeader("Retry-After", "7"), ok("{}"));

        calls.send(get());

        assertThat(waits).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void a_post_that_only_asks_is_repeated_and_its_failure_had_no_effect() {
        answers(reset(), ok("{}"));
        calls.send(request("POST").asking());
        assertThat(server.getRequestCount()).isEqualTo(2);

        answers(reset(), reset(), reset(), reset());
        assertThat(failing(request("POST").asking()).failure()).isEqualTo(Failure.TRANSIENT);
    }

    @Test
    void who_asked_too_often_was_not_served_so_even_a_write_comes_again() {
        answers(status(429).addHeader("Retry-After", "7"), ok("{}"));

        calls.send(request("POST"));

        assertThat(server.getRequestCount()).isEqualTo(2);
        assertThat(waits).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void waits_until_the_date_the_server_names() {
        answers(status(503).addHeader("Retry-After", "Tue, 24 Nov 2026 13:00:09 GMT"), ok("{}"));

        calls.send(get());

        assertThat(waits).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void does_not_wait_longer_than_its_limit() {
        answers(status(429).addHeader("Retry-After", "3600"), ok("{}"));

        AdapterException failed = failing(get());

        assertThat(failed.failure()).isEqualTo(Failure.TRANSIENT);
        assertThat(waits).isEmpty();
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void gives_up_after_four_tries() {
        answers(status(503), status(503), status(503), status(503), ok("{}"));

        AdapterException failed = failing(get());

        assertThat(failed).hasMessageContaining("503").hasMessageEndingWith("(4 tries)");
        assertThat(failed.retryable()).isTrue();
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void a_server_that_always_fails_gets_ever_fewer_repeats() {
        for (int i = 0; i < 60; i++) {
            answers(status(503));
        }

        for (int i = 0; i < 20; i++) {
            failing(get());
        }

        assertThat(server.getRequestCount())
                .as("20 calls and the 20 repeats of the budget")
                .isEqualTo(40);
    }

    @Test
    void a_slow_answer_ends_at_the_deadline() {
        answers(ok("{}").headersDelay(5, TimeUnit.SECONDS));

        AdapterException failed = failing(request("POST"));

        assertThat(failed.failure()).isEqualTo(Failure.UNKNOWN_OUTCOME);
        assertThat(failed).hasMessageContaining("took too long");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_truncated_answer_is_read_again_and_never_taken_for_whole() {
        for (int i = 0; i < 4; i++) {
            answers(ok("{\"flags\":[1,2,3]}".repeat(2000))
                    .onResponseBody(new SocketEffect.CloseSocket(true, false, false)));
        }

        AdapterException failed = failing(get());

        assertThat(failed.failure()).isIn(Failure.GARBLED, Failure.TRANSIENT);
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void a_body_shorter_than_announced_is_garbled() {
        for (int i = 0; i < 4; i++) {
            answers(ok("{\"a\":1}")
                    .setHeader("Content-Length", "70")
                    .onResponseEnd(new SocketEffect.CloseSocket(true, false, false)));
        }

        assertThat(failing(get()).failure()).isEqualTo(Failure.GARBLED);
        assertThat(server.getRequestCount()).isEqualTo(4);
    }

    @Test
    void a_web_page_is_no_answer_and_is_never_shown() {
        answers(
                status(200)
                        .setHeader("Content-Type", "text/html; charset=utf-8")
                        .body("<p>please log in</p>"),
                status(200).body("  <!DOCTYPE html><p>please log in</p>"),
                status(404).setHeader("Content-Type", "text/html").body("<p>please log in</p>"));

        for (int i = 0; i < 3; i++) {
            AdapterException failed = failing(get().accepting(404));

            assertThat(failed.failure()).isEqualTo(Failure.GARBLED);
            assertThat(failed).hasMessageContaining("a web page").hasMessageNotContaining("log in<");
        }
    }

    @Test
    void an_answer_beyond_the_limit_is_not_read() {
        HttpLimits limits = new HttpLimits(A_TRY, Duration.ofSeconds(5), 1, A_TRY, 1 << 20);
        answers(ok("x".repeat((1 << 20) + 1)));

        try (HttpCalls small = calls(limits)) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> small.send(get()))
                    .withMessageContaining("larger than 1 MiB");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 400, REFUSED", "GET, 401, FORBIDDEN", "GET, 403, FORBIDDEN", "GET, 404, REFUSED",
        "GET, 409, REFUSED", "GET, 501, REFUSED", "POST, 500, UNKNOWN_OUTCOME", "POST, 502, UNKNOWN_OUTCOME",
        "POST, 504, UNKNOWN_OUTCOME", "POST, 503, TRANSIENT", "POST, 422, REFUSED"
    })
    void a_status_says_what_to_do_next(String method, int status, Failure failure) {
        answers(status(status)
                .setHeader("Content-Type", "application/json")
                .body("{\"message\":\"no, s3cr3t is\\n wrong\"}"));

        AdapterException failed = failing(request(method));

        assertThat(failed.failure()).isEqualTo(failure);
        assertThat(failed).hasMessageContaining(Integer.toString(status)).hasMessageContaining("no, secret:TOKEN is");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_secret_at_the_cut_of_a_long_message_is_not_half_shown() {
        answers(status(400).body("x".repeat(197) + "s3cr3t"));

        AdapterException failed = failing(get());

        assertThat(failed).hasMessageNotContaining("s3c");
    }

    @Test
    void a_status_that_the_caller_accepts_is_an_answer() {
        answers(status(404).setHeader("Content-Type", "application/json").body("{\"no\":1}"));

        HttpAnswer answer = calls.send(get().accepting(404));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("{\"no\":1}");
    }

    @Test
    void nobody_listening_is_unreachable_even_for_a_write_and_tried_again() {
        HttpRequest request = request("POST");
        server.close();

        AdapterException failed = failing(request);

        assertThat(failed.failure()).isEqualTo(Failure.UNREACHABLE);
        assertThat(waits).as("nothing was sent, so a repeat is safe").hasSize(3);
    }

    @Test
    void an_unknown_host_is_unreachable() {
        AdapterException failed =
                failing(HttpRequest.of("read flags", "unleash", "GET", "http://flags.invalid/?token=abcdef"));

        assertThat(failed.failure()).isEqualTo(Failure.UNREACHABLE);
        assertThat(failed).hasMessageContaining("host is not known");
    }

    @Test
    void an_address_that_is_none_is_refused_without_its_password() {
        AdapterException failed =
                failing(HttpRequest.of("read flags", "unleash", "GET", "ftp://bob:hunter22@flags.example/"));

        assertThat(failed.failure()).isEqualTo(Failure.REFUSED);
        assertThat(failed).hasMessageContaining("ftp://flags.example/").hasMessageNotContaining("hunter22");
    }

    @Test
    void a_secret_with_a_line_break_is_refused_without_being_shown() {
        AdapterException failed = failing(get().header("X-Token", "s3cr3t\n"));

        assertThat(failed.failure()).isEqualTo(Failure.REFUSED);
        assertThat(failed).hasMessageContaining("line break").hasNoCause();
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void user_and_password_of_the_address_become_basic_credentials() throws Exception {
        answers(ok("{}"));
        String url = "http://bob:p%40ss@127.0.0.1:" + server.getPort() + "/x";

        calls.send(HttpRequest.of("read flags", "unleash", "GET", url));

        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Basic Ym9iOnBAc3M=");
    }

    @Test
    void a_read_follows_a_redirect_on_its_host_with_credentials() throws Exception {
        answers(status(302).addHeader("Location", "/v2"), ok("{}"));

        calls.send(get());

        assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("s3cr3t");
        RecordedRequest second = server.takeRequest();
        assertThat(second.getTarget()).isEqualTo("/v2");
        assertThat(second.getHeaders().get("Authorization")).isEqualTo("s3cr3t");
    }

    @Test
    void a_read_follows_a_redirect_to_another_host_without_credentials() throws Exception {
        try (MockWebServer other = new MockWebServer()) {
            other.start(InetAddress.getLoopbackAddress(), 0);
            other.enqueue(ok("{}").build());
            answers(status(302).addHeader("Location", other.url("/v2").toString()));

            calls.send(get().header("X-Api-Key", "s3cr3t"));

            RecordedRequest elsewhere = other.takeRequest();
            assertThat(elsewhere.getHeaders().get("Authorization")).isNull();
            assertThat(elsewhere.getHeaders().get("X-Api-Key")).isNull();
        }
    }

    @Test
    void a_write_does_not_follow_a_redirect() {
        answers(status(307).addHeader("Location", "/v2?token=abcdef"), ok("{}"));

        AdapterException failed = failing(request("PUT"));

        assertThat(failed.failure()).isEqualTo(Failure.REFUSED);
        assertThat(failed).hasMessageContaining("/v2;").hasMessageNotContaining("abcdef");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void a_circle_of_redirects_ends() {
        for (int i = 0; i < 10; i++) {
            answers(status(302).addHeader("Location", "/again"));
        }

        assertThat(failing(get()).failure()).isEqualTo(Failure.REFUSED);
        assertThat(server.getRequestCount()).isEqualTo(6);
    }

    @Test
    void an_interrupt_ends_the_waiting() {
        answers(status(503), ok("{}"));
        HttpCalls interrupted = new HttpCalls(
                HttpLimits.USUAL,
                null,
                new Redaction(Map.of()),
                clock,
                length -> {
                    throw new InterruptedException();
                },
                new Random(1));

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> interrupted.send(get()))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
