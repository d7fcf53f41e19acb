// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/**
 * Reads RFC 3339 times to milliseconds since the epoch. Not safe for several threads.
 *
 * <p>{@code java.time} costs as much as parsing the rest of a line; the usual form, {@code 2026-11-23T13:02:11.5Z}, is therefore read by hand, with
 * the day of the line before remembered. Any other form goes to {@code java.time}.
 */
public final class TimeText {

    /** What {@link #millis} returns for a text that is not a time. */
    public static final long NOT_A_TIME = Long.MIN_VALUE;

    private static final int[] SECONDS_OF = {36_000, 3_600, 0, 600, 60, 0, 10, 1};

    private final char[] day = new char[10];
    private long dayMillis = NOT_A_TIME;

    /** Returns the milliseconds since the epoch, finer parts cut off, or {@link #NOT_A_TIME}. */
    public long millis(char[] text, int offset, int length) {
        if (length >= 20 && text[offset + length - 1] == 'Z' && text[offset + 10] == 'T' && sameDay(text, offset)) {
            long millis = timeOfDay(text, offset + 11, length - 12);
            if (millis >= 0) {
                return dayMillis + millis;
            }
        }
        return slowly(new String(text, offset, length));
    }

    private boolean sameDay(char[] text, int offset) {
        for (int i = 0; i < 10; i++) {
            if (text[offset + i] != day[i] || dayMillis == NOT_A_TIME) {
                return newDay(text, offset);
            }
        }
        return true;
    }

    private boolean newDay(char[] text, int offset) {
        System.arraycopy(text, offset, day, 0, 10);
        try {
            dayMillis = LocalDate.parse(new String(day)).toEpochDay() * 86_400_000L;
            return true;
        } catch (DateTimeException e) {
            dayMillis = NOT_A_TIME;
            return false;
        }
    }

    /** Returns the milliseconds of {@code HH:MM:SS} with an optional fraction, or -1 when it is anything else. */
    private static long timeOfDay(char[] text, int at, int length) {
        long seconds = 0;
        for (int i = 0; i < 8; i++) {
            int digit = text[at + i] - '0';
            if (i == 2 || i == 5) {
                if (text[at + i] != ':') {
                    return -1;
                }
            } else if (digit < 0 || digit > 9 || ((i == 3 || i == 6) && digit > 5)) {
                return -1;
            } else {
                seconds += (long) digit * SECONDS_OF[i];
            }
        }
        if (seconds >= 86_400) {
            return -1;
        }
        return length == 8 ? seconds * 1000 : fraction(text, at + 8, length - 8, seconds * 1000);
    }

    private static long fraction(char[] text, int at, int length, long millis) {
        if (text[at] != '.' || length < 2 || length > 10) {
            return -1;
        }
        long sum = millis;
        long unit = 100;
        for (int i = 1; i < length; i++) {
            int digit = text[at + i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            sum += digit * unit;
            unit /= 10;
        }
        return sum;
    }

    private static long slowly(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            return NOT_A_TIME;
        }
    }
}
