// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls to one address. */
final class JsonCalls implements AutoCloseable {

    private static final String ACTION = "read metrics";
    private static final String ENVIRONMENT = "${environment}";

    private final HttpCalls http;
    private final String target;
    private final String url;
    private final Map<String, String> headers;

    /**
     * Makes calls that all have the same headers.
     *
     * @param url address that paths are put behind; <code>${environment}</code> is filled in
     */
    JsonCalls(HttpCalls http, String target, String url, Map<String, String> headers) {
        this.http = http;
        this.target = target;
        this.url = url;
        this.headers = Map.copyOf(headers);
    }

    String target() {
        return target;
    }

    /** Tells whether each environment has its own address. */
    boolean byEnvironment() {
        return url.contains(ENVIRONMENT);
    }

    /**
     * Asks, and returns the answer.
     *
     * @throws dev.flagctl.diag.AdapterException when there is none
     * @throws WrongAnswerException when it is not JSON
     */
    JsonAnswer ask(JsonQuestion question, String environment, Map<String, Object> values) throws WrongAnswerException {
        return JsonAnswer.parse(send(question, environment, values).body(), question.shape());
    }

    HttpAnswer send(JsonQuestion question, String environment, Map<String, Object> values) {
        String address =
                url.replace("${environment}", environment) + question.path().address(values);
        @Nullable TextTemplate body = question.body();
        HttpRequest request = HttpRequest.of(ACTION, target, body == null ? "GET" : "POST", address)
                .header("Accept", "application/json");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        return http.send(
                body == null ? request : request.json(body.body(values)).asking());
    }

    @Override
    public void close() {
        http.close();
    }
}
