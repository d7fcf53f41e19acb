// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import dev.flagctl.model.FeatureKey;
import java.time.Duration;

/**
 * Says how long a key that fails is left alone: twice as long with each failure, and never longer than a key for which nothing is due.
 *
 * <p>Keys that failed together, for the same service was away, come back spread over half that time again. What spreads them is their name: that is as good as
 * chance between keys, and the same in every worker.
 */
final class Backoff {

    private static final int MOST_DOUBLINGS = 16;
    private static final int PARTS = 1000;

    private final Duration first;
    private final Duration longest;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest.compareTo(first) < 0 ? first : longest;
    }

    /**
     * Returns how long to wait, between three and five quarters of the doubled time.
     *
     * @param failures how often the key failed in a row, this time among them
     */
    Duration after(FeatureKey key, int failures) {
        int doublings = Math.min(MOST_DOUBLINGS, Math.max(0, failures - 1));
        Duration doubled = first.multipliedBy(1L << doublings);
        Duration time = doubled.compareTo(longest) > 0 ? longest : doubled;
        // Neighbours in the alphabet have neighbouring hashes; the multiplication parts them.
        int part = Math.floorMod(((key.hashCode() + failures) * 0x9E3779B1) >>> 8, PARTS);
        return time.multipliedBy(3L * PARTS + 2L * part).dividedBy(4L * PARTS);
    }
}
