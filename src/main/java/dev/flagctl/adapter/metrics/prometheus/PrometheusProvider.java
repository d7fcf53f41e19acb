// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Settings;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes metric sources of type {@code prometheus}: {@code url}, and if wanted {@code token} (sent as Bearer) or {@code user} and {@code password}, {@code tenant},
 * {@code headers}, {@code ca}, {@code timeout}, {@code labels}, {@code exposures} and {@code look-back}.
 */
public final class PrometheusProvider implements MetricSourceProvider {

    /** A Prometheus of a thousand features answers some ten million samples. */
    private static final long LARGEST_ANSWER = 512L << 20;

    @Override
    public String type() {
        return "prometheus";
    }

    @Override
    public MetricSource open(Settings settings, AdapterHost host) {
        Map<String, String> hidden = new HashMap<>();
        Map<String, String> headers = headers(settings, hidden);
        HttpLimits usual = HttpLimits.USUAL;
        HttpLimits limits =
                new HttpLimits(usual.connect(), usual.call(), usual.tries(), usual.longestWait(), LARGEST_ANSWER);
        HttpCalls http = new HttpCalls(
                limits.withCall(duration(settings, "timeout", "30s")),
                settings.text("ca").map(host.root()::resolve).orElse(null),
                new Redaction(hidden),
                host.clock(),
                host.sleeper()::sleep,
                host.random());
        String url = settings.require("url");
        PromCalls calls = new PromCalls(
                http,
                "prometheus \"" + settings.name() + "\"",
                url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
                headers);
        PromSettings how = new PromSettings(
                Labels.of(settings),
                settings.text("exposures").orElse(""),
                Freshness.of(settings),
                duration(settings, "look-back", "7d"));
        return new PrometheusMetricSource(calls, how, host.clock());
    }

    private static Map<String, String> headers(Settings settings, Map<String, String> hidden) {
        Map<String, String> headers = new LinkedHashMap<>();
        settings.map("headers").forEach((name, value) -> {
            headers.put(name, value.value());
            hidden.put(value.name(), value.value());
        });
        // Mimir, Cortex and Loki know their tenants by it.
        settings.text("tenant").ifPresent(tenant -> headers.put("X-Scope-OrgID", tenant));
        settings.secret("token").ifPresent(token -> {
            headers.put("Authorization", "Bearer " + token.value());
            hidden.put(token.name(), token.value());
        });
        settings.secret("password").ifPresent(password -> {
            String both = settings.text("user").orElse("") + ":" + password.value();
            String encoded = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
            headers.put("Authorization", "Basic " + encoded);
            hidden.put(password.name(), password.value());
            hidden.put("basic", encoded);
        });
        return headers;
    }

    private static Duration duration(Settings settings, String key, String otherwise) {
        String text = settings.text(key).orElse(otherwise);
        try {
            Duration duration = DurationText.parse(text);
            if (!duration.isZero() && !duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Told below, with the others.
        }
        throw new RefusedException(
                "\"" + key + ": " + text + "\" of adapter \"" + settings.name() + "\" is no duration above zero",
                "write a duration such as " + otherwise);
    }
}
