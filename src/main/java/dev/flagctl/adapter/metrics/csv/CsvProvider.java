// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.TelemetryFiles;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Settings;

/** Makes metric sources of type {@code csv}: {@code path} names a file or folder of counted rows. */
public final class CsvProvider implements MetricSourceProvider {

    @Override
    public String type() {
        return "csv";
    }

    @Override
    public MetricSource open(Settings settings, AdapterHost host) {
        return new CsvMetricSource(new TelemetryFiles(settings, host, ".csv"), Freshness.of(settings), host.clock());
    }
}
