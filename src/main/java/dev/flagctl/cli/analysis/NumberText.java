// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers of a file as people write them, and says what is none. */
final class NumberText {

    /** More units than this are no longer whole numbers in a double. */
    static final double MOST = 9e15;
    /** The square of a larger value, or a sum of squares of many, is beyond a double. */
    static final double LARGEST_VALUE = 1e140;

    /** Java would also read 1d, 0x1p3 and NaN. */
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    private NumberText() {}

    /**
     * Reads a finite number.
     *
     * @param name of what it is, for the message
     * @param text null for an empty cell
     */
    static double number(String name, @Nullable String text, long line) {
        if (text != null && text.length() < 400 && DECIMAL.matcher(text).matches()) {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw new BadDataException(
                line, name + " must be a finite number, not " + (text == null ? "an empty cell" : shown(text)));
    }

    /** Reads how many; short texts of digits take the short way. */
    static long count(String name, @Nullable String text, long line) {
        if (text != null && !text.isEmpty() && text.length() < 16) {
            long count = 0;
            for (int i = 0; i < text.length() && count >= 0; i++) {
                int digit = text.charAt(i) - '0';
                count = digit < 0 || digit > 9 ? -1 : 10 * count + digit;
            }
            if (count >= 0) {
                return count;
            }
        }
        return count(name, number(name, text, line), line);
    }

    static long count(String name, double value, long line) {
        if (value < 0 || value != Math.rint(value) || value > MOST) {
            throw new BadDataException(
                    line,
                    name + " must be a whole number of at least 0" + (value > MOST ? " and at most 9e15" : "")
                            + ", not " + plain(value));
        }
        return (long) value;
    }

    /** Returns a text short enough for a message, without what a terminal would obey. */
    static String shown(String text) {
        String start = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
