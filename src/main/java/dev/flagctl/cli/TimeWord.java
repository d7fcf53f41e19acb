// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them behind an option: a day, a time with its zone, or how long ago. */
final class TimeWord {

    private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhdw])");

    private TimeWord() {}

    /**
     * Returns the time of a word: {@code 2026-10-01} is the beginning of that day in UTC, {@code 7d} is a week before now.
     *
     * @throws UsageException when it is none of these
     */
    static Instant of(String option, String word, Instant now) {
        Matcher ago = AGO.matcher(word);
        try {
            if (ago.matches()) {
                return now.minus(length(Long.parseLong(ago.group(1)), ago.group(2)));
            }
            return word.contains("T")
                    ? OffsetDateTime.parse(word).toInstant()
                    : LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new UsageException(option
                    + " must be a time such as 2026-10-01, 2026-10-01T12:00Z or 7d (ago), but is \"" + word + "\"");
        }
    }

    private static Duration length(long number, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofDays(7 * number);
        };
    }
}
