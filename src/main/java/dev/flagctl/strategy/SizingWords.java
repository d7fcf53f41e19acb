// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;

/** Says in words what a stage can show, and what it would take when it cannot. */
public final class SizingWords {

    private SizingWords() {}

    /**
     * Returns why a ratio cannot be shown, and what would help: {@code 2 units a minute of the treatment cannot show a doubling of 0.5% within 1d; needs 3d, or harm of 4
     * times}.
     */
    public static String undecidable(Sizing sizing, double share, double ratio, Duration within) {
        double other = sizing.detects(share, within);
        if (sizing instanceof QuantileSizing quantile) {
            return undecidable(quantile, share, ratio, within, other);
        }
        return rate(share * sizing.unitsPerSecond()) + " of the treatment cannot show " + harm(ratio) + " of "
                + number(100 * sizing.base()) + "% within " + span(within) + "; needs "
                + span(sizing.lasts(ratio, share))
                + (Double.isInfinite(other) ? "" : ", or harm of " + number(other) + " times");
    }

    /** More time does not always help: the evidence of a day that is too thin to convince costs more than it adds. */
    private static String undecidable(
            QuantileSizing sizing, double share, double ratio, Duration within, double other) {
        Duration needs = sizing.lasts(ratio, share);
        double perSecond = sizing.needed(ratio, share);
        return rate(share * sizing.unitsPerSecond()) + " of the treatment cannot show " + beyond(sizing, ratio)
                + " within " + span(within)
                + (sizing.isInReach(needs)
                        ? "; needs " + span(needs)
                        : "; no time is enough, for values are compared within a day: needs " + rate(share * perSecond))
                + (Double.isInfinite(other) ? "" : ", or " + share(sizing, other) + " " + side(sizing) + " it");
    }

    /** Returns a share beyond a quantile in words: {@code 10% above the control's 0.95 quantile instead of 5%}. */
    public static String beyond(QuantileSizing sizing, double ratio) {
        return share(sizing, ratio) + " " + side(sizing) + " the control's "
                + BigDecimal.valueOf(sizing.quantile()).toPlainString() + " quantile instead of "
                + rounded(sizing.base(), 6);
    }

    /** As many figures as two of the difference take. */
    private static String share(QuantileSizing sizing, double ratio) {
        double more = 100 * sizing.base() * (ratio - 1);
        return rounded(Math.min(1, sizing.base() * ratio), Math.max(0, 1 - (int) Math.floor(Math.log10(more))));
    }

    private static String rounded(double fraction, int decimals) {
        BigDecimal percent = BigDecimal.valueOf(100 * fraction).setScale(decimals, RoundingMode.HALF_UP);
        return (percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros()).toPlainString() + "%";
    }

    /** Returns on which side of a quantile harm lies. */
    public static String side(QuantileSizing sizing) {
        return sizing.lowerIsWorse() ? "below" : "above";
    }

    /** Returns the same about a change of a mean. */
    public static String undecidable(double perSecond, String change, long seconds, Duration needs, String other) {
        return rate(perSecond) + " of the treatment cannot show a change of " + change + " within "
                + span(Duration.ofSeconds(seconds)) + "; needs " + span(needs) + ", or a change of " + other;
    }

    /** Returns a fraction as a percent of two figures. */
    public static String percent(double fraction) {
        return number(100 * fraction) + "%";
    }

    /** Tells whether a stage of a share finds a ratio within a time. */
    public static boolean decidable(Sizing sizing, double share, double ratio, Duration within) {
        return sizing.lasts(ratio, share).compareTo(within) <= 0;
    }

    static String harm(double ratio) {
        return ratio == 2 ? "a doubling" : number(ratio) + " times";
    }

    private static String rate(double perSecond) {
        return perSecond >= 1
                ? units(perSecond) + " a second"
                : perSecond * 60 >= 1 ? units(perSecond * 60) + " a minute" : units(perSecond * 3600) + " an hour";
    }

    private static String units(double count) {
        String number = number(count);
        return number + (number.equals("1") ? " unit" : " units");
    }

    /** Two figures of the largest unit, rounded up. */
    static String span(Duration span) {
        long minutes = Math.max(1, (span.toMillis() + 59_999) / 60_000);
        if (minutes < 120) {
            return minutes + " minutes";
        }
        long hours = (minutes + 59) / 60;
        return hours < 48 ? hours + " hours" : (hours + 23) / 24 + " days";
    }

    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }
}
