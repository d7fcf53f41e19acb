// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WorkerHttpTest {

    private boolean isReady = true;
    private final WorkerHttp http = WorkerHttp.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () -> "looks_total 7\n",
            () -> true,
            () -> isReady,
            () -> "by older manifests");

    @AfterEach
    void end() {
        http.close();
    }

    @Test
    void says_how_the_worker_is() throws Exception {
        assertThat(send("GET", "/metrics").body()).isEqualTo("looks_total 7\n");
        assertThat(send("GET", "/healthz").body()).isEqualTo("ok\n");
        assertThat(send("GET", "/readyz").body()).isEqualTo("ok\nby older manifests\n");

        isReady = false;

        assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
        assertThat(send("GET", "/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void load_balancers_that_ask_for_the_head_alone_get_it() throws Exception {
        for (String path : new String[] {"/metrics", "/healthz", "/readyz"}) {
            HttpResponse<String> head = send("HEAD", path);

            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
        }
    }

    @Test
    void what_is_not_there_is_not_taken_for_what_begins_the_same() throws Exception {
        for (String path : new String[] {"/", "/healthzz", "/metrics/all", "/favicon.ico"}) {
            HttpResponse<String> answer = send("GET", path);

            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("there are /metrics, /healthz and /readyz\n");
        }
    }

    @Test
    void nothing_can_be_sent_to_it() throws Exception {
        HttpResponse<String> answer = send("POST", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(http.url() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
