// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.DateTimeException;
import java.time.Duration;

/** Reads and writes durations as manifests do: {@code 30s}, {@code 15m}, {@code 2h}, {@code 14d}, {@code 1h30m}. */
public final class DurationText {

    private DurationText() {}

    /**
     * Returns the duration of a text of one or more whole numbers, each followed by its unit s, m, h, d or w, largest unit first.
     *
     * @throws DateTimeException when the text is anything else, or beyond what a {@link Duration} holds
     */
    public static Duration parse(String text) {
        long seconds = 0;
        long last = Long.MAX_VALUE;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            long unit = at < text.length() ? secondsOf(text.charAt(at)) : 0;
            if (at == start || at - start > 9 || unit == 0 || unit >= last) {
                throw new DateTimeException("not a duration such as 30m, 2h or 14d: \"" + text + "\"");
            }
            seconds += Long.parseLong(text.substring(start, at)) * unit;
            last = unit;
            at++;
        }
        if (text.isEmpty()) {
            throw new DateTimeException("a duration must not be empty");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Returns the shortest text that {@link #parse} reads back, whole seconds; {@code 0s} for zero. */
    public static String format(Duration duration) {
        long left = duration.toSeconds();
        if (left <= 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        for (char unit : new char[] {'d', 'h', 'm', 's'}) {
            long size = secondsOf(unit);
            if (left >= size) {
                text.append(left / size).append(unit);
                left %= size;
            }
        }
        return text.toString();
    }

    private static long secondsOf(char unit) {
        return switch (unit) {
            case 's' -> 1;
            case 'm' -> 60;
            case 'h' -> 3_600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> 0;
        };
    }
}
