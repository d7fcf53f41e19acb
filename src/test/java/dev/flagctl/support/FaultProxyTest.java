// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.support.FaultProxy.Fault;
import java.io.IOException;
import java.time.Duration;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {

    private final MockWebServer server = new MockWebServer();
    private final OkHttpClient client = new OkHttpClient.Builder()
            .retryOnConnectionFailure(false)
            .readTimeout(Duration.ofMillis(500))
            .build();

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private FaultProxy proxy() {
        String url = server.url("/").toString();
        return new FaultProxy(url.substring(0, url.length() - 1));
    }

    private Response post(FaultProxy proxy, String body) throws IOException {
        return client.newCall(new Request.Builder()
                        .url(proxy.url() + "/flags?x=1")
                        .header("Authorization", "t")
                        .post(RequestBody.create(body, MediaType.get("application/json")))
                        .build())
                .execute();
    }

    @Test
    void hands_requests_on_as_they_are_and_brings_the_answer_back() throws Exception {
        server.enqueue(new MockResponse.Builder()
                .code(201)
                .addHeader("ETag", "\"1\"")
                .body("made")
                .build());

        try (FaultProxy proxy = proxy();
                Response answer = post(proxy, "{\"a\":1}")) {
            assertThat(answer.code()).isEqualTo(201);
            assertThat(answer.header("ETag")).isEqualTo("\"1\"");
            assertThat(answer.body().string()).isEqualTo("made");
            var handedOn = server.takeRequest();
            assertThat(handedOn.getTarget()).isEqualTo("/flags?x=1");
            assertThat(handedOn.getBody().utf8()).isEqualTo("{\"a\":1}");
            assertThat(handedOn.getHeaders().get("Authorization")).isEqualTo("t");
            assertThat(handedOn.getHeaders().get("Content-Type")).startsWith("application/json");
            assertThat(proxy.served(seen -> seen.method().equals("POST"))).isEqualTo(1);
        }
    }

    @Test
    void a_status_and_a_reset_before_keep_the_request_from_the_server() throws Exception {
        try (FaultProxy proxy = proxy()) {
            proxy.fault(seen -> true, Fault.status(503, "{}"), 1);
            proxy.fault(seen -> true, Fault.RESET_BEFORE, 1);

            try (Response answer = post(proxy, "a")) {
                assertThat(answer.code()).isEqualTo(503);
            }
            assertThatThrownBy(() -> post(proxy, "b")).isInstanceOf(IOException.class);
            assertThat(server.getRequestCount()).isZero();
            assertThat(proxy.served(seen -> true)).isZero();
            assertThat(proxy.seen()).hasSize(2);
        }
    }

    @Test
    void a_lost_a_truncated_and_a_late_answer_come_after_the_server_did_its_work() throws Exception {
        try (FaultProxy proxy = proxy()) {
            for (Fault fault : new Fault[] {Fault.RESET_AFTER, Fault.TRUNCATED, Fault.slow(Duration.ofSeconds(2))}) {
                server.enqueue(new MockResponse.Builder()
                        .body("done, and told at length")
                        .build());
                proxy.fault(seen -> true, fault, 1);

                assertThatThrownBy(() -> post(proxy, "a").body().string())
                        .as("%s", fault)
                        .isInstanceOf(IOException.class);
            }
            server.enqueue(new MockResponse.Builder().build());
            proxy.fault(seen -> true, Fault.statusAfter(504), 1);
            try (Response answer = post(proxy, "a")) {
                assertThat(answer.code()).isEqualTo(504);
            }

            assertThat(server.getRequestCount()).isEqualTo(4);
            assertThat(proxy.served(seen -> true)).isEqualTo(4);
        }
    }
}
