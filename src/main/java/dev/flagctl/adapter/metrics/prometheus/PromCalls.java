// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The calls to one Prometheus. Queries go by POST, for a query of many flags is longer than an address may be. */
final class PromCalls implements AutoCloseable {

    private static final String ACTION = "read metrics";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final HttpCalls http;
    private final String target;
    private final String url;
    private final Map<String, String> headers;

    PromCalls(HttpCalls http, String target, String url, Map<String, String> headers) {
        this.http = http;
        this.target = target;
        this.url = url;
        this.headers = Map.copyOf(headers);
    }

    String target() {
        return target;
    }

    /**
     * Asks for the newest sample at each step.
     *
     * @param from first step; whole seconds
     * @param steps how many, at most what the server allows for one series
     * @throws dev.flagctl.diag.AdapterException when there is no answer
     * @throws WrongAnswerException when the answer is none
     */
    Matrix range(String query, Instant from, Duration step, int steps) throws WrongAnswerException {
        long start = from.getEpochSecond();
        long seconds = step.toSeconds();
        String form = "query=" + encoded(query) + "&start=" + start + "&end=" + (start + seconds * (steps - 1))
                + "&step=" + seconds;
        HttpRequest request = HttpRequest.of(ACTION, target, "POST", url + "/api/v1/query_range");
        return Matrix.parse(http.send(headed(request).body(FORM, form).asking()).body(), start, seconds, steps);
    }

    /** Asks which version it is; only {@code flagctl doctor} does. */
    HttpAnswer version() {
        return http.send(
                headed(HttpRequest.of("ask for its version", target, "GET", url + "/api/v1/status/buildinfo")));
    }

    private HttpRequest headed(HttpRequest request) {
        HttpRequest headed = request.header("Accept", "application/json");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            headed = headed.header(header.getKey(), header.getValue());
        }
        return headed;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
