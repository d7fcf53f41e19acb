// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Reads RFC 3339 times to milliseconds since the epoch. Not safe for several threads.
 *
 * <p>{@code java.time} costs more than parsing the rest of a line. Lines come nearly in order of time, so the minute of the line before is remembered:
 * when the text begins with it, only the seconds are read. Anything else goes to {@code java.time}.
 */
public final class TimeText {

    /** What {@link #millis} returns for a text that is not a time. */
    public static final long NOT_A_TIME = Long.MIN_VALUE;

    /** Length of {@code 2026-11-23T13:02:}, to which seconds and {@code Z} are added. */
    private static final int PREFIX = 17;

    private final char[] minute = new char[PREFIX];
    private long minuteMillis = NOT_A_TIME;

    /** Returns the milliseconds since the epoch, finer parts cut off, or {@link #NOT_A_TIME}. */
    public long millis(char[] text, int offset, int length) {
        if (length > PREFIX
                && minuteMillis != NOT_A_TIME
                && Arrays.equals(text, offset, offset + PREFIX, minute, 0, PREFIX)) {
            int millis = seconds(text, offset + PREFIX, length - PREFIX);
            if (millis >= 0) {
                return minuteMillis + millis;
            }
        }
        return slowly(text, offset, length);
    }

    /** Returns the milliseconds of {@code SSZ} or {@code SS.fffZ}, or -1 when it is anything else. */
    private static int seconds(char[] text, int at, int length) {
        int end = at + length - 1;
        if (length < 3 || text[end] != 'Z' || !digit(text[at]) || text[at] > '5' || !digit(text[at + 1])) {
            return -1;
        }
        int millis = (text[at] - '0') * 10_000 + (text[at + 1] - '0') * 1_000;
        if (length == 3) {
            return millis;
        }
        if (text[at + 2] != '.' || length < 5 || length > 13) {
            return -1;
        }
        int unit = 100;
        for (int i = at + 3; i < end; i++) {
            if (!digit(text[i])) {
                return -1;
            }
            millis += (text[i] - '0') * unit;
            unit /= 10;
        }
        return millis;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private long slowly(char[] text, int offset, int length) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(new String(text, offset, length));
            if (length > PREFIX && text[offset + PREFIX - 1] == ':' && text[offset + length - 1] == 'Z') {
                System.arraycopy(text, offset, minute, 0, PREFIX);
                minuteMillis = time.truncatedTo(ChronoUnit.MINUTES).toInstant().toEpochMilli();
            }
            return time.toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return NOT_A_TIME;
        }
    }
}
