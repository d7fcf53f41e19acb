// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.util.HashSet;
import java.util.Set;

/** Finds out which flags an answer has series of. */
final class FlagsThere implements SeriesSink {

    private final String label;
    private final Set<String> flags = new HashSet<>();

    /** @param label label with the key of the flag */
    FlagsThere(String label) {
        this.label = label;
    }

    @Override
    public void take(Series series) {
        flags.add(series.label(label));
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Tells whether there is any series at all. */
    boolean any() {
        return !flags.isEmpty();
    }
}
