// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/** Reads times as {@link Instant#toString} writes them, which a long ledger or a file of buckets has millions of: many times faster than a parser that takes every form of ISO 8601. */
public final class InstantText {

    /** Length of a time in whole seconds, such as {@code 2026-11-30T19:10:00Z}. */
    private static final int WHOLE = 20;

    private static final int MOST_DIGITS = 9;
    private static final int SECONDS_OF_A_DAY = 86_400;

    private InstantText() {}

    /**
     * Returns the time that a text names, by any form that {@link Instant#parse} takes.
     *
     * @throws DateTimeException when it names none
     */
    public static Instant parse(String text) {
        int length = text.length();
        boolean isUsual = length >= WHOLE
                && length <= WHOLE + 1 + MOST_DIGITS
                && text.charAt(length - 1) == 'Z'
                && hasMarks(text)
                && (length == WHOLE || (text.charAt(WHOLE - 1) == '.' && length > WHOLE + 1));
        if (!isUsual) {
            return Instant.parse(text);
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int fraction = length == WHOLE ? 0 : number(text, WHOLE, length - 1);
        if (year < 0
                || month < 0
                || day < 0
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || fraction < 0) {
            return Instant.parse(text);
        }
        for (int digits = length - 1 - WHOLE; length > WHOLE && digits < MOST_DIGITS; digits++) {
            fraction *= 10;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        long seconds = days * SECONDS_OF_A_DAY + hour * 3600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, fraction);
    }

    private static boolean hasMarks(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    /** Returns what the digits between two places say, -1 where one of them is none. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
