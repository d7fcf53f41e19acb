// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.model.OutsideChange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks Unleash who changed flags, and how often they are evaluated: one or two calls for each flag. */
final class FlagHistory {

    /** Enough to find one of this environment among those of others. */
    private static final int EVENTS = 25;

    /** Unleash counts by the hour for two days; beyond that, as far as it is asked, by the day. */
    private static final long MOST_HOURS = 24 * 90;

    private final AdminApi api;
    private final Workers workers;
    private final String environment;

    FlagHistory(AdminApi api, Workers workers, String environment) {
        this.api = api;
        this.workers = workers;
        this.environment = environment;
    }

    /** Returns the last change of each flag in this environment, or of the flag as a whole. */
    Map<String, OutsideChange> lastChanges(Collection<String> keys) {
        Map<String, OutsideChange> changes = new ConcurrentHashMap<>();
        workers.each(keys, key -> {
            for (JsonNode event : api.events(key, EVENTS).path("events").values()) {
                String where = event.path("environment").asString("");
                if (where.isEmpty() || where.equals(environment)) {
                    changes.put(key, change(event));
                    return;
                }
            }
        });
        return changes;
    }

    private static OutsideChange change(JsonNode event) {
        String by = event.path("createdBy").asString("");
        String id = event.path("id").asString("");
        return new OutsideChange(
                by.isEmpty() ? null : by,
                time(event.path("createdAt").asString("")),
                id.isEmpty() ? null : "event " + id + " (" + event.path("type").asString("") + ")");
    }

    /** Returns the evaluations within a window; a flag that no application ever reported is not known to be unused. */
    Map<String, Long> evaluations(Collection<String> keys, Duration window, Instant now) {
        Map<String, Long> counts = new ConcurrentHashMap<>();
        long hours = Math.max(1, (window.toMinutes() + 59) / 60);
        if (hours > MOST_HOURS) {
            return counts;
        }
        Instant start = now.minus(window);
        workers.each(keys, key -> {
            if (wasSeen(key)) {
                counts.put(key, count(key, hours, start));
            }
        });
        return counts;
    }

    private boolean wasSeen(String key) {
        JsonNode flag = api.flag("ask when the flag \"" + key + "\" was evaluated", key);
        for (JsonNode each : flag.path("environments").values()) {
            if (each.path("name").asString("").equals(environment)
                    && time(each.path("lastSeenAt").asString("")) != null) {
                return true;
            }
        }
        return false;
    }

    /** Counts too much rather than too little: an hour or a day that the window only touches counts as a whole. */
    private long count(String key, long hours, Instant start) {
        long count = 0;
        boolean byDay = hours > 48;
        for (JsonNode each : api.usage(key, hours).path("data").values()) {
            Instant time = time(each.path("timestamp").asString(""));
            boolean inside =
                    time == null || time.plus(Duration.ofHours(byDay ? 24 : 1)).isAfter(start);
            if (inside && each.path("environment").asString("").equals(environment)) {
                count += each.path("yes").asLong(0) + each.path("no").asLong(0);
            }
        }
        return count;
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
