// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.Redaction;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are read while they come. */
final class BodyReaderTest {

    private final MockWebServer server = new MockWebServer();
    private final HttpLimits usual = HttpLimits.USUAL.withCall(Duration.ofSeconds(2));
    private final HttpCalls calls = new HttpCalls(
            new HttpLimits(usual.connect(), usual.call(), usual.tries(), usual.longestWait(), 1 << 20),
            null,
            new Redaction(Map.of()),
            new TestClock(),
            length -> {},
            new Random(1));
    private final AtomicInteger reads = new AtomicInteger();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        calls.close();
        server.close();
    }

    private String read() {
        HttpRequest request =
                HttpRequest.of("read", "prometheus", "GET", server.url("/").toString());
        return calls.send(request, body -> {
            reads.incrementAndGet();
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        });
    }

    private static Buffer zipped(String text) throws IOException {
        Buffer zipped = new Buffer();
        try (okio.BufferedSink sink = Okio.buffer(new GzipSink(zipped))) {
            sink.writeUtf8(text);
        }
        return zipped;
    }

    private static MockResponse.Builder ok() {
        return new MockResponse.Builder().code(200).setHeader("Content-Type", "application/json");
    }

    @Test
    void a_reader_gets_the_body_without_its_compression() throws IOException {
        server.enqueue(
                ok().setHeader("Content-Encoding", "gzip").body(zipped("[1,2]")).build());

        assertThat(read()).isEqualTo("[1,2]");
    }

    @Test
    void a_body_that_breaks_off_is_read_anew_from_the_next_answer() {
        server.enqueue(ok().body("x".repeat(100_000))
                .onResponseBody(SocketEffect.ShutdownConnection.INSTANCE)
                .build());
        server.enqueue(ok().body("whole").build());

        assertThat(read()).isEqualTo("whole");
        assertThat(reads).hasValue(2);
    }

    @Test
    void a_small_answer_that_is_huge_without_its_compression_ends_at_the_limit() throws IOException {
        server.enqueue(ok().setHeader("Content-Encoding", "gzip")
                .body(zipped(" ".repeat((1 << 20) + 1)))
                .build());

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(this::read)
                .withMessageContaining("larger than 1 MiB")
                .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.GARBLED));
    }

    @Test
    void an_answer_of_just_the_limit_is_read() {
        server.enqueue(ok().body("x".repeat(1 << 20)).build());

        assertThat(read()).hasSize(1 << 20);
    }

    @Test
    void neither_a_failure_nor_a_web_page_comes_to_a_reader() {
        server.enqueue(
                new MockResponse.Builder().code(422).body("too many samples").build());
        server.enqueue(ok().body("  <!DOCTYPE html><p>log in").build());

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(this::read)
                .withMessageContaining("too many samples");
        assertThatExceptionOfType(AdapterException.class).isThrownBy(this::read).withMessageContaining("a web page");
        assertThat(reads).hasValue(0);
    }
}
