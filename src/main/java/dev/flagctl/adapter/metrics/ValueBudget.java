// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import java.util.Locale;

/** How many values one reading may keep, over all its queries: 8 to 64 bytes each, so that much data does not end the run. */
public final class ValueBudget {

    private static final int MOST_VALUES = 2_000_000;

    private final int most;
    private int kept;

    public ValueBudget() {
        this(MOST_VALUES);
    }

    ValueBudget(int most) {
        this.most = most;
    }

    /** Tells whether one more value may be kept, and counts it. */
    public boolean spend() {
        return ++kept <= most;
    }

    /** Says what went beyond it. */
    String exceeded() {
        return String.format(
                Locale.ROOT,
                "more than %,d values would have to be kept in memory; take share-above, longer buckets, or fewer features"
                        + " at once",
                most);
    }
}
