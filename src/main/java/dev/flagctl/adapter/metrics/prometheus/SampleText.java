// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.WrongAnswerException;

/** The value of a sample as Prometheus writes it: a number, {@code NaN}, {@code +Inf} or {@code -Inf}. */
final class SampleText {

    /** So many digits make no number that a double cannot hold to the last one. */
    private static final int EXACT_DIGITS = 15;

    private SampleText() {}

    /**
     * Returns a value; {@code NaN} where the application said so.
     *
     * @throws WrongAnswerException when it is no number
     */
    static double number(char[] text, int offset, int length) throws WrongAnswerException {
        // Counters are whole: millions of them are read without making a text of each.
        long whole = whole(text, offset, length);
        return whole >= 0 ? whole : number(new String(text, offset, length));
    }

    /** Returns a number of at most 15 digits and nothing else, -1 for every other text. */
    static long whole(char[] text, int offset, int length) {
        if (length == 0 || length > EXACT_DIGITS) {
            return -1;
        }
        long whole = 0;
        for (int at = offset; at < offset + length; at++) {
            int digit = text[at] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            whole = whole * 10 + digit;
        }
        return whole;
    }

    private static double number(String text) throws WrongAnswerException {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw new WrongAnswerException("a value is \"" + text + "\", which is no number");
                }
            }
        };
    }
}
