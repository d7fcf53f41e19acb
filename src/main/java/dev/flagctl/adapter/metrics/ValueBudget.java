// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

/** How many values one reading of files may keep, over all its queries: 8 to 64 bytes each, so that a large file does not end the run. */
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

    int most() {
        return most;
    }
}
