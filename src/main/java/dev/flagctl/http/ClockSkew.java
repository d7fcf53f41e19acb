// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How far the clock of the other side is from ours, by the {@code Date} of an answer (RFC 9110 §6.6.1). */
public final class ClockSkew {

    private ClockSkew() {}

    /**
     * Returns how far the other side is ahead; negative when it is behind, zero when no difference can be proven. A {@code Date} is exact to
     * the second, and the answer was made at some time between the two given ones.
     *
     * @param sent when the request went out
     * @param received when the answer was there
     * @return empty when the answer has no {@code Date} that can be read
     */
    public static Optional<Duration> of(HttpAnswer answer, Instant sent, Instant received) {
        String date = answer.headers().get("date");
        if (date == null) {
            return Optional.empty();
        }
        Instant theirs;
        try {
            theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip(), Instant::from);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
        if (theirs.isAfter(received)) {
            return Optional.of(Duration.between(received, theirs));
        }
        Instant end = theirs.plusSeconds(1);
        return Optional.of(end.isBefore(sent) ? Duration.between(sent, end) : Duration.ZERO);
    }
}
