// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.model.DurationText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times as people write them behind an option: a day, a time with its zone, or how long ago. */
final class TimeWord {

    private TimeWord() {}

    /**
     * Returns the time of a word: {@code 2026-10-01} is the beginning of that day in UTC, {@code 7d} is a week before now.
     *
     * @throws UsageException when it is none of these
     */
    static Instant of(String option, String word, Instant now) {
        try {
            if (word.contains("T")) {
                return OffsetDateTime.parse(word).toInstant();
            }
            return word.contains("-")
                    ? LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : now.minus(DurationText.parse(word));
        } catch (DateTimeException e) {
            throw new UsageException(option
                    + " must be a time such as 2026-10-01, 2026-10-01T12:00Z or 7d (ago), but is \"" + word + "\"");
        }
    }
}
