// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Settings;

/**
 * Makes metric sources of type {@code prometheus}: {@code url}, and if wanted {@code token} (sent as Bearer) or {@code user} and {@code password}, {@code tenant},
 * {@code headers}, {@code ca}, {@code timeout}, {@code labels}, {@code variants}, {@code exposures} and {@code look-back}.
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
        WebSettings web = new WebSettings(settings, host).withHeaders();
        // Mimir, Cortex and Loki know their tenants by it.
        settings.text("tenant").ifPresent(tenant -> web.headers().put("X-Scope-OrgID", tenant));
        HttpLimits usual = HttpLimits.USUAL;
        HttpLimits limits =
                new HttpLimits(usual.connect(), usual.call(), usual.tries(), usual.longestWait(), LARGEST_ANSWER);
        PromCalls calls = new PromCalls(
                web.calls(limits, "30s"), "prometheus \"" + settings.name() + "\"", web.url(), web.headers());
        PromSettings how = new PromSettings(
                Labels.of(settings),
                settings.text("exposures").orElse(""),
                Freshness.of(settings),
                settings.duration("look-back", "7d"));
        return new PrometheusMetricSource(calls, how, host.clock());
    }
}
