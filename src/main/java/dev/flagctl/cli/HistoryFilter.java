// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryFilter;
import dev.flagctl.port.EntryKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which entries the options of {@code history} ask for. */
final class HistoryFilter {

    private static final int LIMIT = 50;

    private HistoryFilter() {}

    static CommandForm options(CommandForm form) {
        return form.values("ENV", "Environment; may be repeated. Without it: all.", "-e", "--environment")
                .values("NAME", "Only what this person or job did; may be repeated.", "--actor")
                .values(
                        "KIND",
                        "Only entries of this kind, such as " + word(EntryKind.DECISION) + " or "
                                + word(EntryKind.APPROVED) + "; may be repeated.",
                        "--kind")
                .value("TIME", "Not before: 2026-10-01 (UTC), 2026-10-01T12:00Z, or 7d for a week ago.", "--since")
                .value("TIME", "Before, the time itself left out; written as for --since.", "--until")
                .value("N", "Show at most this many entries, the newest; 0 for all. Without it: 50.", "--limit")
                .flag("Show the bookkeeping of runs too: begun tasks, specs, runs.", "--all");
    }

    /** Reads the options. */
    static EntryFilter of(Arguments arguments, Instant now) {
        return new EntryFilter(
                Set.copyOf(arguments.rest()),
                Set.copyOf(arguments.values("--environment")),
                Set.copyOf(arguments.values("--actor")),
                kinds(arguments),
                Set.of(),
                time(arguments, "--since", now),
                time(arguments, "--until", now),
                0,
                Long.MAX_VALUE,
                limit(arguments));
    }

    /** What a later entry says again in its own words. */
    static boolean isBookkeeping(Entry entry) {
        return isBookkeeping(entry.draft().kind());
    }

    private static boolean isBookkeeping(EntryKind kind) {
        return switch (kind) {
            case RUN_STARTED, RUN_ENDED, TASK_STARTED, SPEC -> true;
            case TASK_DONE, TASK_FAILED, DECISION, ADOPTED, DATA, APPROVED, REJECTED, UNLOCKED, PRUNED -> false;
        };
    }

    private static Set<EntryKind> kinds(Arguments arguments) {
        Set<EntryKind> kinds = EnumSet.noneOf(EntryKind.class);
        for (String asked : arguments.values("--kind")) {
            kinds.add(kind(asked));
        }
        if (kinds.isEmpty() && !arguments.has("--all")) {
            kinds = EnumSet.allOf(EntryKind.class);
            kinds.removeIf(HistoryFilter::isBookkeeping);
        }
        return kinds;
    }

    private static EntryKind kind(String asked) {
        String written = asked.toLowerCase(Locale.ROOT).replace('_', '-');
        List<String> words = new ArrayList<>();
        for (EntryKind kind : EntryKind.values()) {
            words.add(word(kind));
            if (word(kind).equals(written)) {
                return kind;
            }
        }
        throw new UsageException(
                "--kind must be one of " + String.join(", ", words) + ", but is \"" + asked + "\"",
                Suggestion.nearest(written, words));
    }

    private static String word(EntryKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static @Nullable Instant time(Arguments arguments, String option, Instant now) {
        return arguments
                .value(option)
                .map(word -> TimeWord.of(option, word, now))
                .orElse(null);
    }

    private static long limit(Arguments arguments) {
        String word = arguments.value("--limit").orElse(String.valueOf(LIMIT));
        try {
            int limit = Integer.parseInt(word);
            if (limit >= 0) {
                return limit == 0 ? Long.MAX_VALUE : limit;
            }
        } catch (NumberFormatException e) {
            // Said below, the same as for a negative number.
        }
        throw new UsageException("--limit must be a whole number from 0 on, but is \"" + word + "\"");
    }
}
