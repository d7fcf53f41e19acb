// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.MetricSource;
import dev.flagctl.port.MetricSourceProvider;
import dev.flagctl.port.Settings;

/** An adapter with a bug, as a plug-in may have one; it takes the place of {@code csv} where its class path says so. */
public final class BuggyMetricSourceProvider implements MetricSourceProvider {

    /** The type of a real adapter, so that manifests which name it are valid. */
    @Override
    public String type() {
        return "csv";
    }

    @Override
    public MetricSource open(Settings settings, AdapterHost host) {
        if (settings.text("path").orElse("").startsWith("error/")) {
            throw new AbstractMethodError("planted: made for another version");
        }
        throw new IllegalStateException("planted: bucket 7 of 6");
    }
}
