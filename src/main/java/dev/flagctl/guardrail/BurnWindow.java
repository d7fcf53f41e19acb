// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.time.Duration;
import java.util.List;

/**
 * A pair of windows in which an error budget burns too fast: the long one shows that it matters, the short one that it still goes on.
 *
 * @param budget share of the budget that is gone when a burn at the threshold has lasted for the long window
 * @param longWindow how far back it looks
 * @param shortWindow a twelfth of it
 * @param page true for a pair that wakes somebody, false for one that writes a ticket
 */
record BurnWindow(double budget, Duration longWindow, Duration shortWindow, boolean page) {

    /** The pairs of the Google SRE workbook, chapter 5, with the fourth that the tool Sloth adds. */
    static final List<BurnWindow> ALL = List.of(
            of(0.02, Duration.ofHours(1), true),
            of(0.05, Duration.ofHours(6), true),
            of(0.1, Duration.ofDays(1), false),
            of(0.1, Duration.ofDays(3), false));

    /** No pair looks further back. */
    static final Duration LONGEST = Duration.ofDays(3);

    private static BurnWindow of(double budget, Duration longWindow, boolean page) {
        return new BurnWindow(budget, longWindow, longWindow.dividedBy(12), page);
    }

    /** Returns the burn rate above which the pair fires: 14.4 for the first one and a period of 30 days. */
    double threshold(Duration period) {
        return budget * period.toMillis() / longWindow.toMillis();
    }

    /** Returns how long a constant error ratio takes to fire: {@code window × threshold × (1 - objective) / ratio}. */
    Duration detects(double ratio, double objective, Duration period) {
        return Duration.ofMillis((long) (longWindow.toMillis() * threshold(period) * (1 - objective) / ratio));
    }
}
