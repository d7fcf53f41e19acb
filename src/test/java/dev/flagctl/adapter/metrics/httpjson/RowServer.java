// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A statistics service as somebody could have written it: counts by minute, with a token, on 127.0.0.1. */
final class RowServer extends Dispatcher implements AutoCloseable {

    static final String TOKEN = "statistics-token-1";

    private record Sample(Instant time, String table, String flag, String variant, long units, long bad) {}

    private final MockWebServer server = new MockWebServer();
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    final List<RecordedRequest> seen = new CopyOnWriteArrayList<>();
    private volatile @Nullable String canned;

    RowServer() {
        server.setDispatcher(this);
        try {
            server.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String url() {
        return server.url("/api").toString();
    }

    /** Answers every question for rows with this. */
    void say(String body) {
        canned = body;
    }

    void add(Instant time, String table, String flag, String variant, long units, long bad) {
        samples.add(new Sample(time, table, flag, variant, units, bad));
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        seen.add(request);
        if (!("Bearer " + TOKEN).equals(request.getHeaders().get("Authorization"))) {
            return new MockResponse(401, okhttp3.Headers.EMPTY, "{\"error\": \"unauthorised\"}");
        }
        HttpUrl asked = request.getUrl();
        if (asked.encodedPath().equals("/api/newest")) {
            return json("{\"newest\": " + newest() + "}");
        }
        if (canned != null) {
            return json(canned);
        }
        return json("{\"data\": {\"rows\": [" + String.join(", ", rows(asked)) + "]}}");
    }

    private String newest() {
        return samples.stream()
                .map(Sample::time)
                .max(Instant::compareTo)
                .map(time -> "\"" + time + "\"")
                .orElse("null");
    }

    private List<String> rows(HttpUrl asked) {
        long from = Instant.parse(asked.queryParameter("from")).getEpochSecond();
        long to = Instant.parse(asked.queryParameter("to")).getEpochSecond();
        long step = Long.parseLong(asked.queryParameter("step"));
        Map<String, long[]> counts = new TreeMap<>();
        for (Sample each : samples) {
            long at = each.time().getEpochSecond();
            if (each.table().equals(asked.pathSegments().get(1))
                    && each.flag().equals(asked.queryParameter("flag"))
                    && each.variant().equals(asked.queryParameter("variant"))
                    && at >= from
                    && at < to) {
                long[] both = counts.computeIfAbsent(String.valueOf(at / step * step), key -> new long[2]);
                both[0] += each.units();
                both[1] += each.bad();
            }
        }
        List<String> rows = new ArrayList<>();
        counts.forEach((start, both) ->
                rows.add("{\"t\": " + start + ", \"n\": " + both[0] + ", \"x\": \"" + both[1] + "\"}"));
        return rows;
    }

    private static MockResponse json(String body) {
        return new MockResponse(200, okhttp3.Headers.of("Content-Type", "application/json"), body);
    }

    static Map<String, Object> question(String table) {
        return Map.of(
                "path",
                "/" + table + "?flag={feature}&variant={arm}&from={from}&to={to}&step={bucket_seconds}",
                "rows",
                "/data/rows",
                "columns",
                Map.of("bucket_seconds", "/t", "units", "/n", "bad", "/x"));
    }

    static Metric metric(Measure measure, Map<String, Object> question) {
        return new Metric(
                "errors", measure, null, Duration.ofMinutes(1), Map.of("http-json", question), "", SourceRef.NONE);
    }

    static MetricSource open(String url, TestClock clock, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("url", url);
        settings.put("token", "${env:TOKEN}");
        settings.put("lag", "10s");
        settings.put("newest", Map.of("path", "/newest?env={environment}"));
        settings.put("exposures", question("users"));
        settings.putAll(more);
        AdapterSpec spec = new AdapterSpec("stats", "http-json", settings, SourceRef.NONE);
        Map<String, String> environment = Map.of("TOKEN", TOKEN);
        AdapterHost host = new AdapterHost(clock, Path.of("."), environment, line -> {}, clock::advance, new Random(1));
        return new HttpJsonProvider().open(new Settings(spec, environment), host);
    }

    @Override
    public void close() {
        server.close();
    }
}
