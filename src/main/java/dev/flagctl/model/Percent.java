// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A share of users, from 0 % to 100 % inclusive, exact to a thousandth of a percent.
 *
 * <p>The unit is an {@code int} so that shares add and compare without rounding; a thousandth of a percent is the finest step that
 * LaunchDarkly and GO Feature Flag know.
 *
 * @param thousandths thousandths of a percent, 0 to 100,000 inclusive
 */
public record Percent(int thousandths) implements Comparable<Percent> {

    public static final Percent ZERO = new Percent(0);
    public static final Percent ALL = new Percent(100_000);

    public Percent {
        if (thousandths < 0 || thousandths > 100_000) {
            throw new IllegalArgumentException("percent must be between 0 and 100: " + thousandths / 1000.0);
        }
    }

    /** Returns the share for a number of percent; 0.5 is half a percent. Finer than a thousandth of a percent rounds down. */
    public static Percent of(double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent must be between 0 and 100: " + percent);
        }
        return new Percent(BigDecimal.valueOf(percent)
                .movePointRight(3)
                .setScale(0, RoundingMode.DOWN)
                .intValueExact());
    }

    /** Returns the share as a fraction, 0 to 1 inclusive. */
    public double fraction() {
        return thousandths / 100_000.0;
    }

    /** Returns how many of {@code population} are reached, rounded to the nearest. */
    public long partOf(long population) {
        return Math.round(population * fraction());
    }

    /** Returns the share of a control group as large as this share of the treatment, or as large as there is room for beside it. */
    public Percent matched() {
        return new Percent(Math.min(thousandths, ALL.thousandths - thousandths));
    }

    public boolean isZero() {
        return thousandths == 0;
    }

    public boolean isAll() {
        return thousandths == 100_000;
    }

    public static Percent max(Percent a, Percent b) {
        return a.thousandths >= b.thousandths ? a : b;
    }

    public static Percent min(Percent a, Percent b) {
        return a.thousandths <= b.thousandths ? a : b;
    }

    /** As a record has it, but without a call site that the JVM links at run time: keys and shares are compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Percent percent && thousandths == percent.thousandths;
    }

    @Override
    public int hashCode() {
        return thousandths;
    }

    @Override
    public int compareTo(Percent other) {
        return Integer.compare(thousandths, other.thousandths);
    }

    /** Returns the shortest exact form, such as {@code 12.5%}. */
    @Override
    public String toString() {
        if (thousandths % 1000 == 0) {
            return thousandths / 1000 + "%";
        }
        return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString() + "%";
    }
}
