// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Rule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast the error budget of a service level objective burns at the end of some buckets, in each pair of windows.
 *
 * <p>burn = bad share / (1 - objective); a pair fires when both of its windows are above its threshold. Source: Google, "The Site Reliability
 * Workbook", chapter 5, "Multiwindow, Multi-Burn-Rate Alerts".
 *
 * @param pairs one for each pair asked for
 * @param used share of the budget of the period that the bad units of all buckets used, by the traffic of the period that the buckets show
 * @param allowed bad units that the budget of the period has, by that traffic
 */
record BurnCheck(List<Pair> pairs, double used, double allowed) {

    /** One pair: how fast both windows burn; NaN without units. */
    record Pair(BurnWindow window, double threshold, double burnLong, double burnShort, long bad) {

        /** Tells whether both windows burn above the threshold and hold enough bad units to say so. */
        boolean fires(long minBadUnits) {
            return burnLong > threshold && burnShort > threshold && bad >= minBadUnits;
        }

        String words() {
            return number(burnLong) + " in " + DurationText.format(window.longWindow()) + " and " + number(burnShort)
                    + " in " + DurationText.format(window.shortWindow()) + " (at most " + number(threshold) + ")";
        }
    }

    /**
     * Checks the windows that end at {@code end}.
     *
     * @param treatment true for the burn of the treatment only, false for that of the whole service
     */
    static BurnCheck of(List<Bucket> buckets, Instant end, Measure slo, boolean treatment, boolean pagesOnly) {
        List<Pair> pairs = new ArrayList<>();
        for (BurnWindow window : BurnWindow.ALL) {
            if (window.page() || !pagesOnly) {
                Arm all = sum(buckets, end.minus(window.longWindow()), end, treatment);
                Arm recent = sum(buckets, end.minus(window.shortWindow()), end, treatment);
                double threshold = window.threshold(slo.period());
                pairs.add(new Pair(window, threshold, burn(all, slo), burn(recent, slo), all.bad()));
            }
        }
        double allowed = allowed(buckets, end, slo);
        return new BurnCheck(pairs, used(buckets, end, treatment, allowed), allowed);
    }

    /** Judges a guardrail: the treatment's own burn since the rollout began fails it, a service that burns as a whole holds it. */
    static Finding find(Reading reading, Counts counts) {
        boolean pagesOnly = ((Rule.Burn) reading.guardrail().rule()).pagesOnly();
        long fewest = reading.guardrail().minBadUnits();
        BurnCheck own = of(counts.buckets(), counts.to(), reading.measure(), true, pagesOnly);
        BurnCheck service = of(reading.series().buckets(), counts.to(), reading.measure(), false, pagesOnly);
        boolean fails = own.fires(fewest);
        Verdict verdict = fails ? Verdict.FAIL : service.fires(fewest) ? Verdict.UNDECIDED : Verdict.PASS;
        String whose = verdict == Verdict.UNDECIDED ? "the service " + service.words() : own.words();
        ErrorBudget budget = ErrorBudget.of(reading.guardrail(), reading.measure(), reading.series(), reading.from());
        return Finding.plain(verdict, counts.buckets(), whose + "; " + budget.sentence());
    }

    private String words() {
        StringBuilder text = new StringBuilder("burns ");
        for (int i = 0; i < pairs.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(pairs.get(i).words());
        }
        return text.toString();
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "nothing"
                : BigDecimal.valueOf(value)
                        .setScale(2, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString();
    }

    /** Returns the first pair that fires, in words; empty when none does. */
    String firing(long minBadUnits) {
        for (Pair pair : pairs) {
            if (pair.fires(minBadUnits)) {
                return pair.words();
            }
        }
        return "";
    }

    /** Tells whether a pair fires. */
    boolean fires(long minBadUnits) {
        for (Pair pair : pairs) {
            if (pair.fires(minBadUnits)) {
                return true;
            }
        }
        return false;
    }

    static double burn(Arm arm, Measure slo) {
        return arm.units() == 0 ? Double.NaN : arm.bad() / (double) arm.units() / (1 - slo.objective());
    }

    /** Bad units of the whole period that the objective allows, by the traffic that the buckets show; 0 without traffic. */
    private static double allowed(List<Bucket> buckets, Instant end, Measure slo) {
        if (buckets.isEmpty()) {
            return 0;
        }
        Instant start = buckets.get(0).start();
        double seen = Duration.between(start, end).toMillis();
        return (1 - slo.objective())
                * sum(buckets, start, end, false).units()
                * slo.period().toMillis()
                / seen;
    }

    private static double used(List<Bucket> buckets, Instant end, boolean treatment, double allowed) {
        return buckets.isEmpty() || !(allowed > 0)
                ? 0
                : sum(buckets, buckets.get(0).start(), end, treatment).bad() / allowed;
    }

    private static Arm sum(List<Bucket> buckets, Instant from, Instant to, boolean treatment) {
        long units = 0;
        long bad = 0;
        for (int i = buckets.size() - 1; i >= 0 && !buckets.get(i).start().isBefore(from); i--) {
            Bucket bucket = buckets.get(i);
            if (!bucket.end().isAfter(to)) {
                units += bucket.treatment().units()
                        + (treatment ? 0 : bucket.control().units());
                bad += bucket.treatment().bad()
                        + (treatment ? 0 : bucket.control().bad());
            }
        }
        return Arm.of(units, bad);
    }
}
