// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Finds flags that nobody asks for any more, by their statuses: a status tells when a flag was last requested, not how often. So a flag that was requested
 * within the window is not known, and never guessed.
 */
final class FlagStatuses {

    /** {@code inactive} is a flag that was not requested for so long. */
    private static final Duration INACTIVE = Duration.ofDays(7);

    private FlagStatuses() {}

    /** Returns 0 for each of the flags that was surely not requested within {@code window} before {@code now}. */
    static Map<String, Long> unused(JsonNode statuses, Collection<String> keys, Duration window, Instant now) {
        Map<String, Long> unused = new LinkedHashMap<>();
        for (JsonNode status : statuses.path("items")) {
            String self = status.path("_links").path("self").path("href").asString("");
            String key = URLDecoder.decode(self.substring(self.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
            if (keys.contains(key) && isUnused(status, window, now)) {
                unused.put(key, 0L);
            }
        }
        return unused;
    }

    private static boolean isUnused(JsonNode status, Duration window, Instant now) {
        String last = status.path("lastRequested").asString("");
        if (last.isEmpty()) {
            // A flag that is new was not watched over the whole window.
            return status.path("name").asString("").equals("inactive") && window.compareTo(INACTIVE) <= 0;
        }
        try {
            return Instant.parse(last).isBefore(now.minus(window));
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
