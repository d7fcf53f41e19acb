// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.TelemetryFiles;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Settings;

/** Makes metric sources of type {@code events}: {@code path} names a file or folder of JSON lines. */
public final class EventsProvider implements MetricSourceProvider {

    @Override
    public String type() {
        return "events";
    }

    @Override
    public MetricSource open(Settings settings, AdapterHost host) {
        return new EventsMetricSource(
                new TelemetryFiles(settings, host, ".jsonl"), Freshness.of(settings), host.clock());
    }
}
