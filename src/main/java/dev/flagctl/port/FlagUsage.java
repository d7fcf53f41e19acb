// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** A flag service that counts evaluations: evidence before a flag is archived where no telemetry is at hand. */
public interface FlagUsage {

    /**
     * Counts evaluations within the last {@code window}, of any variant.
     *
     * @return one entry per flag that was counted over the whole window; a flag is missing when that is not known, never 0 by guess
     */
    Map<String, Long> evaluations(FlagScope scope, Collection<String> keys, Duration window);
}
