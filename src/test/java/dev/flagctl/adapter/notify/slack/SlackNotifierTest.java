// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.contract.NotifierContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Notice;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SlackNotifierTest implements NotifierContract {

    private final TestClock clock = new TestClock();
    private final MockWebServer server = new MockWebServer();
    private final List<String> received = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    public Notifier open() {
        for (int i = 0; i < 4; i++) {
            server.enqueue(new MockResponse.Builder().code(200).body("ok").build());
        }
        return opened();
    }

    private Notifier opened() {
        Map<String, String> environment =
                Map.of("SLACK", server.url("/services/T0/B0/s3cr3t").toString());
        AdapterSpec spec = new AdapterSpec("chat", "slack", Map.of("url", "${env:SLACK}"), SourceRef.NONE);
        AdapterHost host = new AdapterHost(clock, Path.of("."), environment, line -> {}, clock::advance, new Random(1));
        return new SlackProvider().open(new Settings(spec, environment), host);
    }

    @Override
    public List<String> deliveries() {
        try {
            while (received.size() < server.getRequestCount()) {
                received.add(server.takeRequest().getBody().utf8());
            }
            return received;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Notice withFacts(String summary, Map<String, String> facts) {
        Notice notice = NotifierContract.notice("k1", summary);
        return new Notice(
                "k1", notice.kind(), notice.time(), notice.key(), notice.version(), notice.owner(), summary, facts);
    }

    @Test
    void a_notice_is_a_message_with_a_text_for_notifications_and_blocks_for_the_channel() {
        try (Notifier notifier = open()) {
            notifier.deliver(NotifierContract.notice("run-7/checkout/1", "errors & more"));
        }

        assertThat(new JsonMapper().readTree(deliveries().get(0))).isEqualTo(new JsonMapper().readTree("""
                        {"text": "Rolled back: checkout-redesign 1.2.0 in production. errors &amp; more",
                         "blocks": [
                          {"type": "section", "text": {"type": "mrkdwn", "verbatim": true,
                           "text": "*Rolled back: checkout-redesign* 1.2.0 in production\\nerrors &amp; more"}},
                          {"type": "section", "text": {"type": "mrkdwn", "verbatim": true, "text": "*exposed* ~1,100 users for 17 min"}},
                          {"type": "section", "text": {"type": "mrkdwn", "verbatim": true, "text": "*evidence* entry 231"}},
                          {"type": "context", "elements": [{"type": "mrkdwn", "verbatim": true,
                           "text": "team-payments · 2026-11-24T13:19:42Z · run-7/checkout/1"}]}]}"""));
    }

    @Test
    void text_from_outside_calls_no_channel_and_hides_no_link() {
        try (Notifier notifier = open()) {
            notifier.deliver(withFacts("<!channel> <https://evil.example|docs>", Map.of("<@U1>", "<#C1>")));
        }

        assertThat(deliveries().get(0)).doesNotContain("<").contains("&lt;!channel&gt;");
    }

    @Test
    void a_long_notice_stays_within_what_slack_takes() {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            facts.put("fact " + i + "<".repeat(4_000), "&".repeat(4_000));
        }
        try (Notifier notifier = open()) {
            notifier.deliver(withFacts("x".repeat(9_000), facts));
        }

        JsonNode blocks = new JsonMapper().readTree(deliveries().get(0)).path("blocks");
        assertThat(blocks.size()).isLessThanOrEqualTo(50);
        for (JsonNode block : blocks) {
            assertThat(block.path("text").path("text").asString("").length()).isLessThanOrEqualTo(3_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"400, REFUSED", "403, FORBIDDEN", "404, REFUSED", "410, REFUSED"})
    void what_slack_refuses_is_told_without_the_address_and_not_tried_again(int status, Failure failure) {
        server.enqueue(
                new MockResponse.Builder().code(status).body("no_service").build());

        try (Notifier notifier = opened()) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> notifier.deliver(NotifierContract.notice("k1", "one")))
                    .satisfies(e -> assertThat(e.failure()).isEqualTo(failure))
                    .withMessageContaining("slack chat")
                    .withMessageNotContaining("s3cr3t");
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void it_waits_as_long_as_slack_asks() {
        server.enqueue(new MockResponse.Builder()
                .code(429)
                .setHeader("Retry-After", "2")
                .build());
        server.enqueue(new MockResponse.Builder().code(200).body("ok").build());

        try (Notifier notifier = opened()) {
            notifier.deliver(NotifierContract.notice("k1", "one"));
        }
        assertThat(server.getRequestCount()).isEqualTo(2);
    }

    @Test
    void a_message_whose_answer_was_lost_is_not_posted_twice_by_the_same_run() {
        server.enqueue(new MockResponse.Builder()
                .code(200)
                .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
                .build());
        server.enqueue(new MockResponse.Builder().code(200).body("ok").build());

        try (Notifier notifier = opened()) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> notifier.deliver(NotifierContract.notice("k1", "one")))
                    .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.UNKNOWN_OUTCOME));
        }
        assertThat(server.getRequestCount()).isEqualTo(1);
    }
}
