// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Says numbers the same way on every machine. */
public final class Numbers {

    private Numbers() {}

    /** Returns a count with commas, {@code 12,200}. */
    public static String count(long number) {
        String digits = Long.toString(Math.abs(number));
        StringBuilder text = new StringBuilder(digits.length() + 6).append(number < 0 ? "-" : "");
        for (int i = 0; i < digits.length(); i++) {
            text.append(i > 0 && (digits.length() - i) % 3 == 0 ? "," : "").append(digits.charAt(i));
        }
        return text.toString();
    }

    /** Returns a count of things, {@code 1 file} or {@code 14 files}. */
    public static String many(long count, String what) {
        return count(count) + " " + what + (count == 1 ? "" : "s");
    }

    /** Returns a fraction as a percentage with two decimals, two significant digits below 0.1%; {@code –} for NaN. */
    public static String rate(double fraction) {
        if (!Double.isFinite(fraction)) {
            return "–";
        }
        BigDecimal percent = BigDecimal.valueOf(fraction).movePointRight(2);
        boolean small = percent.signum() != 0 && percent.abs().compareTo(new BigDecimal("0.1")) < 0;
        BigDecimal rounded = small ? percent.round(new MathContext(2)) : percent.setScale(2, RoundingMode.HALF_UP);
        return rounded.toPlainString() + "%";
    }

    /** Returns an e-value, rounded down so that 19.96 never reads as the 20 that stops. */
    public static String evidence(double value) {
        if (!(value < 1_000_000)) {
            return "over 1,000,000";
        }
        // 1 / 0.05 is a little less than 20 in binary.
        return value >= 10
                ? count((long) (value + 1e-9))
                : BigDecimal.valueOf(value).setScale(1, RoundingMode.DOWN).toPlainString();
    }

    /** Returns a ratio with two decimals, {@code ∞} for what nothing bounds. */
    public static String ratio(double value) {
        return Double.isInfinite(value)
                ? "∞"
                : BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
}
