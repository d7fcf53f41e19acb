// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the values of a row as what they must be; nothing is rounded, and nothing that is missing is taken for zero. */
public final class AnswerValues {

    private static final int LONGEST_SHOWN = 60;

    private AnswerValues() {}

    /** Returns a text. */
    public static String text(AnswerRow row, String column) throws WrongAnswerException {
        Object value = need(row, column);
        if (value instanceof String || value instanceof Boolean) {
            return value.toString();
        }
        throw wrong(column, value, "a text");
    }

    /** Returns a whole number from 0 up. */
    static long count(AnswerRow row, String column) throws WrongAnswerException {
        Object value = need(row, column);
        BigDecimal number = decimal(column, value);
        if (number.signum() < 0) {
            throw wrong(column, value, "0 or more");
        }
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw wrong(column, value, "a whole number");
        }
    }

    /** Returns a finite number. */
    static double number(AnswerRow row, String column) throws WrongAnswerException {
        Object value = need(row, column);
        double number = decimal(column, value).doubleValue();
        if (!Double.isFinite(number)) {
            throw wrong(column, value, "a finite number");
        }
        return number;
    }

    /** Returns the edge of a histogram, the last of which may be infinite. */
    static double edge(AnswerRow row, String column) throws WrongAnswerException {
        Object value = need(row, column);
        boolean infinite = switch (value.toString()) {
            case "Infinity", "+Inf" -> true;
            default -> false;
        };
        return infinite ? Double.POSITIVE_INFINITY : number(row, column);
    }

    /** Returns whether something is so: true or false, or 1 or 0 where there are no such words. */
    static boolean yes(AnswerRow row, String column) throws WrongAnswerException {
        Object value = need(row, column);
        return switch (value.toString()) {
            case "true", "1", "t" -> true;
            case "false", "0", "f" -> false;
            default -> throw wrong(column, value, "true or false");
        };
    }

    /**
     * Returns a time: that of the column itself (a timestamp, or a text as RFC 3339 writes it), of {@code NAME_seconds} or of
     * {@code NAME_millis} (numbers since the epoch); null when it is empty.
     */
    public static @Nullable Instant timeOrNull(AnswerRow row, String column) throws WrongAnswerException {
        for (String unit : new String[] {"_seconds", "_millis"}) {
            if (row.has(column + unit)) {
                Object value = row.value(column + unit);
                return value == null ? null : epoch(column + unit, value, unit.equals("_millis"));
            }
        }
        if (!row.has(column)) {
            throw new WrongAnswerException("there is no column " + column + ", " + column + "_seconds or " + column
                    + "_millis; name the time so");
        }
        Object value = row.value(column);
        if (value == null || value instanceof Instant) {
            return (Instant) value;
        }
        if (value instanceof String text) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw wrong(column, value, "a time such as 2026-11-23T13:02:00Z");
            }
        }
        throw wrong(column, value, "a timestamp; name a number " + column + "_seconds or " + column + "_millis");
    }

    static Instant time(AnswerRow row, String column) throws WrongAnswerException {
        Instant time = timeOrNull(row, column);
        if (time == null) {
            throw new WrongAnswerException("a row has no " + column + ", but null");
        }
        return time;
    }

    private static Instant epoch(String column, Object value, boolean millis) throws WrongAnswerException {
        try {
            long whole = decimal(column, value).movePointRight(millis ? 0 : 3).longValueExact();
            return Instant.ofEpochMilli(whole);
        } catch (ArithmeticException e) {
            throw wrong(column, value, "a time since the epoch, in " + (millis ? "milliseconds" : "seconds"));
        }
    }

    private static Object need(AnswerRow row, String column) throws WrongAnswerException {
        Object value = row.value(column);
        if (value == null) {
            throw new WrongAnswerException("a row has no " + column + ", but null");
        }
        return value;
    }

    /** Numbers come in texts as well, from sources whose JSON would lose digits. */
    private static BigDecimal decimal(String column, Object value) throws WrongAnswerException {
        if (value instanceof BigDecimal exact) {
            return exact;
        }
        if (value instanceof Number || value instanceof String) {
            try {
                return new BigDecimal(value.toString());
            } catch (NumberFormatException e) {
                throw wrong(column, value, "a finite number");
            }
        }
        throw wrong(column, value, "a number");
    }

    private static WrongAnswerException wrong(String column, Object value, String right) {
        String text = value.toString();
        String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
        return new WrongAnswerException(column + " is \"" + shown + "\", which is not " + right);
    }
}
