// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.contract.MetricSourceContract;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.Settings;
import dev.flagctl.support.Scrapes;
import dev.flagctl.support.Servers;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The contract, against something that speaks the HTTP API of Prometheus. */
abstract class PrometheusContract implements MetricSourceContract {

    final TestClock clock = new TestClock();
    final Scrapes scrapes = new Scrapes();
    private boolean spoiled;

    /** Returns the address of a server that has what was scraped. */
    abstract String url();

    /** Returns a matcher that tells the series of this test from those of others. */
    String matcher() {
        return "job=\"shop\"";
    }

    @Override
    public MetricSource open() {
        return open(Map.of());
    }

    MetricSource open(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("url", spoiled ? nobody() : url());
        settings.put("lag", "10s");
        settings.put("exposures", "exposures_total{" + matcher() + "}");
        AdapterSpec spec = new AdapterSpec("prom", "prometheus", settings, SourceRef.NONE);
        AdapterHost host = new AdapterHost(clock, Path.of(""), Map.of(), line -> {});
        return new PrometheusProvider().open(new Settings(spec, Map.of()), host);
    }

    private static String nobody() {
        try {
            return "http://127.0.0.1:" + Servers.freePort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public Metric errors() {
        return metric(
                Measure.RATIO,
                Map.of(
                        "units", "requests_total{" + matcher() + "}",
                        "bad", "requests_total{" + matcher() + ",code=~\"5..\"}"));
    }

    static Metric metric(Measure measure, Map<String, Object> selectors) {
        return new Metric("errors", measure, null, MINUTE, Map.of("prometheus", selectors), "", SourceRef.NONE);
    }

    String series(String name, String flag, String variant, String more) {
        return "%s{%s,feature_flag_key=\"%s\",feature_flag_result_variant=\"%s\"%s}"
                .formatted(name, matcher(), flag, variant, more.isEmpty() ? "" : "," + more);
    }

    @Override
    public void writeOutcomes(Instant time, String flag, String variant, int units, int bad) {
        if (units > bad) {
            scrapes.count(series("requests_total", flag, variant, "code=\"200\""), time, units - bad);
        }
        if (bad > 0) {
            scrapes.count(series("requests_total", flag, variant, "code=\"500\""), time, bad);
        }
    }

    @Override
    public void writeExposures(Instant time, String flag, String variant, int users) {
        scrapes.count(series("exposures_total", flag, variant, ""), time, users);
    }

    @Override
    public void spoil() {
        spoiled = true;
    }
}
