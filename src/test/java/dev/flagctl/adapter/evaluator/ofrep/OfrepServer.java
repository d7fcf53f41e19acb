// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.port.Evaluation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A server that speaks OFREP 0.3.0 strictly: service/openapi.yaml of open-feature/protocol. */
final class OfrepServer implements AutoCloseable {

    private static final String PATH = "/ofrep/v1/evaluate/flags/";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger underWay = new AtomicInteger();
    final List<RecordedRequest> received = new CopyOnWriteArrayList<>();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final Map<String, Function<Map<String, Object>, Evaluation>> flags = new HashMap<>();

    /** When not null, decides instead of OFREP; returns null for "as usual". */
    volatile Function<RecordedRequest, @Nullable MockResponse> instead = request -> null;

    OfrepServer() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                received.add(request);
                mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                try {
                    MockResponse own = instead.apply(request);
                    return own == null ? answer(request) : own;
                } finally {
                    underWay.decrementAndGet();
                }
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
    }

    String url() {
        return server.url("/").toString();
    }

    private MockResponse answer(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        if (!path.startsWith(PATH) || !request.getMethod().equals("POST")) {
            return new MockResponse.Builder()
                    .code(404)
                    .body("404 page not found")
                    .build();
        }
        String key = URLDecoder.decode(path.substring(PATH.length()), StandardCharsets.UTF_8);
        Map<String, Object> context = context(request);
        if (context == null) {
            return failure(400, key, "INVALID_CONTEXT", "Provider context is not valid");
        }
        if (!(context.get("targetingKey") instanceof String)) {
            return failure(400, key, "TARGETING_KEY_MISSING", "there is no targetingKey");
        }
        Function<Map<String, Object>, Evaluation> flag = flags.get(key);
        if (flag == null) {
            return failure(404, key, "FLAG_NOT_FOUND", "flag `" + key + "` does not exist");
        }
        Evaluation served = flag.apply(context);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.put("reason", served.reason());
        if (served.variant() != null) {
            body.put("variant", served.variant());
        }
        if (served.value() != null) {
            body.put("value", served.value());
        }
        body.put("metadata", Map.of());
        return json(200, body);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> context(RecordedRequest request) {
        if (!String.valueOf(request.getHeaders().get("Content-Type")).startsWith("application/json")) {
            return null;
        }
        try {
            Map<String, Object> body =
                    MAPPER.readValue(request.getBody().utf8(), new TypeReference<Map<String, Object>>() {});
            return body.get("context") instanceof Map<?, ?> context && body.size() == 1
                    ? (Map<String, Object>) context
                    : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static MockResponse failure(int status, String key, String code, String details) {
        return json(status, Map.of("key", key, "errorCode", code, "errorDetails", details));
    }

    static MockResponse json(int status, Object body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(MAPPER.writeValueAsString(body))
                .build();
    }

    @Override
    public void close() {
        server.close();
    }
}
