// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Settings;

/** Makes metric sources of type {@code sql}: {@code url} names a database, and each metric brings its query. */
public final class SqlProvider implements MetricSourceProvider {

    @Override
    public String type() {
        return "sql";
    }

    @Override
    public MetricSource open(Settings settings, AdapterHost host) {
        return new SqlMetricSource(new SqlSettings(settings), new SqlQueries(settings), host);
    }
}
