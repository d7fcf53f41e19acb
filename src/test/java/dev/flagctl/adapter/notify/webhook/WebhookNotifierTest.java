// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.contract.NotifierContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WebhookNotifierTest implements NotifierContract {

    private static final byte[] KEY = "0123456789abcdef01234567".getBytes(StandardCharsets.US_ASCII);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);

    private final TestClock clock = new TestClock();
    private final MockWebServer server = new MockWebServer();
    private final List<RecordedRequest> received = new ArrayList<>();

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
            server.enqueue(new MockResponse.Builder().code(202).build());
        }
        return open(Map.of("secret", "${env:HOOK_SECRET}"), Map.of("HOOK_SECRET", SECRET));
    }

    private Notifier open(Map<String, Object> settings, Map<String, String> environment) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("url", server.url("/hooks/flagctl").toString());
        AdapterSpec spec = new AdapterSpec("ops", "webhook", all, SourceRef.NONE);
        AdapterHost host = new AdapterHost(clock, Path.of("."), environment, line -> {}, clock::advance, new Random(1));
        return new WebhookProvider().open(new Settings(spec, environment), host);
    }

    @Override
    public List<String> deliveries() {
        return received().stream().map(request -> request.getBody().utf8()).toList();
    }

    private List<RecordedRequest> received() {
        try {
            while (received.size() < server.getRequestCount()) {
                received.add(server.takeRequest());
            }
            return received;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_notice_is_a_cloud_event_with_an_idempotency_key() {
        try (Notifier notifier = open()) {
            notifier.deliver(NotifierContract.notice("run-7/checkout/1", "one"));
        }

        RecordedRequest request = received().get(0);
        assertThat(request.getRequestLine()).isEqualTo("POST /hooks/flagctl HTTP/1.1");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(request.getHeaders().get("Idempotency-Key")).isEqualTo("run-7/checkout/1");
        JsonNode event = new JsonMapper().readTree(request.getBody().utf8());
        assertThat(event).isEqualTo(new JsonMapper().readTree("""
                        {"specversion": "1.0", "id": "run-7/checkout/1", "source": "/flagctl/production",
                         "type": "dev.flagctl.feature.rolled_back", "subject": "checkout-redesign",
                         "time": "2026-11-24T13:19:42Z", "datacontenttype": "application/json",
                         "data": {"feature": "checkout-redesign", "environment": "production", "version": "1.2.0",
                                  "owner": "team-payments", "summary": "one",
                                  "facts": {"exposed": "~1,100 users for 17 min", "evidence": "entry 231"}}}"""));
    }

    @Test
    void the_signature_is_that_of_standard_webhooks() throws Exception {
        try (Notifier notifier = open()) {
            notifier.deliver(NotifierContract.notice("k1", "läuft"));
        }

        RecordedRequest request = received().get(0);
        String id = request.getHeaders().get("webhook-id");
        String time = request.getHeaders().get("webhook-timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
        String expected =
                Base64.getEncoder().encodeToString(mac.doFinal(request.getBody().toByteArray()));
        assertThat(request.getHeaders().get("webhook-signature")).isEqualTo("v1," + expected);
        assertThat(time).isEqualTo(Long.toString(clock.instant().getEpochSecond()));
    }

    @Test
    void the_signature_agrees_with_the_published_example() {
        // The example of the specification's reference libraries: same secret, id, time and body give the same
        // signature everywhere.
        TestClock then = new TestClock();
        then.advance(Duration.between(then.instant(), java.time.Instant.ofEpochSecond(1_614_265_330)));
        WebhookSignature signature =
                new WebhookSignature(new dev.flagctl.port.Secret("S", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), then);

        assertThat(signature.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", "{\"test\": 2432232314}"))
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void every_try_has_its_own_time_and_the_same_key() {
        server.enqueue(new MockResponse.Builder()
                .code(503)
                .addHeader("Retry-After", "5")
                .build());
        server.enqueue(new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
                .build());
        try (Notifier notifier = open()) {
            notifier.deliver(NotifierContract.notice("k1", "one"));
        }

        assertThat(received()).hasSize(3);
        assertThat(received())
                .extracting(each -> each.getHeaders().get("webhook-id"))
                .containsOnly("k1");
        long first =
                Long.parseLong(String.valueOf(received().get(0).getHeaders().get("webhook-timestamp")));
        long second =
                Long.parseLong(String.valueOf(received().get(1).getHeaders().get("webhook-timestamp")));
        assertThat(second).isEqualTo(first + 5);
    }

    @Test
    void a_key_keeps_its_difference_in_the_header_whatever_its_characters() {
        try (Notifier notifier = open()) {
            notifier.deliver(NotifierContract.notice("a.b", "one"));
            notifier.deliver(NotifierContract.notice("a b\nä", "two"));
        }

        assertThat(received())
                .extracting(each -> each.getHeaders().get("webhook-id"))
                .containsExactly("a%002Eb", "a%0020b%000A%00E4");
    }

    @Test
    void without_a_secret_nothing_is_signed() {
        server.enqueue(new MockResponse.Builder().code(204).build());
        try (Notifier notifier = open(Map.of(), Map.of())) {
            notifier.deliver(NotifierContract.notice("k1", "one"));
        }

        assertThat(received().get(0).getHeaders().get("webhook-signature")).isNull();
        assertThat(received().get(0).getHeaders().get("webhook-id")).isEqualTo("k1");
    }

    @Test
    void a_refusal_says_so_and_hides_the_address_that_is_a_secret() {
        server.enqueue(new MockResponse.Builder()
                .code(410)
                .body("gone: /hooks/T0P53CR3T")
                .build());
        String url = server.url("/hooks/T0P53CR3T").toString();

        try (Notifier notifier = open(Map.of("url", "${env:HOOK_URL}"), Map.of("HOOK_URL", url))) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> notifier.deliver(NotifierContract.notice("k1", "one")))
                    .withMessageStartingWith(
                            "tried to tell checkout-redesign@production on webhook ops, but it answered 410")
                    .satisfies(failed -> assertThat(failed.failure()).isEqualTo(Failure.REFUSED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter22", "whsec_", "whsec_c2hvcnQ=", "whsec_%%%"})
    void a_secret_that_is_none_is_refused_without_being_shown(String secret) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open(Map.of("secret", "${env:HOOK_SECRET}"), Map.of("HOOK_SECRET", secret)))
                .withMessageContaining("secret:HOOK_SECRET is no webhook secret")
                .withMessageNotContaining("c2hvcnQ")
                .withMessageNotContaining("hunter22")
                .withNoCause();
    }

    @Test
    void a_missing_address_is_refused() {
        AdapterSpec spec = new AdapterSpec("ops", "webhook", Map.of(), new SourceRef("flagctl.yaml", 9));
        AdapterHost host = new AdapterHost(clock, Path.of("."), Map.of(), line -> {});

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new WebhookProvider().open(new Settings(spec, Map.of()), host))
                .withMessage("adapter \"ops\" (flagctl.yaml:9) has no \"url\"");
    }

    @Test
    void a_timeout_that_is_none_is_refused() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open(Map.of("timeout", "soon"), Map.of()))
                .withMessageContaining("soon");
    }
}
