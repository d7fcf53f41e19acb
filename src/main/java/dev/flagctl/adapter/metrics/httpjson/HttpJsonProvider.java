// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Settings;

/** Makes metric sources of type {@code http-json}: {@code url} names an address, and each metric says what to ask behind it. */
public final class HttpJsonProvider implements MetricSourceProvider {

    @Override
    public String type() {
        return "http-json";
    }

    @Override
    public MetricSource open(Settings settings, AdapterHost host) {
        HttpJsonSettings own = new HttpJsonSettings(settings);
        return new HttpJsonMetricSource(
                new JsonQuestions(settings), own.calls(host), Freshness.of(settings), own.lookBack(), host.clock());
    }
}
