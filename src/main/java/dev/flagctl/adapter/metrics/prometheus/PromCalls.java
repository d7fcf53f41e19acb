// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
     * Asks a range query.
     *
     * @param labels labels of series that are looked at
     * @param sink makes what takes the series, anew for each try
     * @throws dev.flagctl.diag.AdapterException when there is no answer
     * @throws WrongAnswerException when the answer is none
     */
    <T extends SeriesSink> Matrix<T> range(PromRange range, List<String> labels, Supplier<T> sink)
            throws WrongAnswerException {
        HttpRequest request = HttpRequest.of(ACTION, target, "POST", url + "/api/v1/query_range");
        Read<T> read = http.send(headed(request).body(FORM, range.form()).asking(), body -> {
            try {
                return new Read<>(MatrixReader.read(body, range, labels, sink.get()), null);
            } catch (WrongAnswerException e) {
                return new Read<>(null, e);
            }
        });
        if (read.matrix() == null) {
            throw new WrongAnswerException(Objects.requireNonNull(read.wrong()).sentence());
        }
        return read.matrix();
    }

    /** A matrix, or why it is none: a reader of bodies may not throw for what stands in them. */
    private record Read<T extends SeriesSink>(
            @Nullable Matrix<T> matrix, @Nullable WrongAnswerException wrong) {}

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

    @Override
    public void close() {
        http.close();
    }
}
