// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt of a rollout has cost so far, against what it may cost.
 *
 * <p>Guardrails may count the same requests, so what they lost is not added up: the one that lost most tells.
 *
 * @param metric of the guardrail that lost most; empty when none could say
 * @param spent its bad units of the treatment beyond those that the control, or the known rate, had beside it; not negative
 * @param budget extra bad units that the rollout may cost, above 0
 */
public record HarmBudget(String metric, double spent, long budget) {

    /** Returns how a judgement leaves the budget of its own risk, or null when there is none. */
    public static @Nullable HarmBudget of(Judgement judgement) {
        return judgement.grounds() == null
                ? null
                : of(judgement, judgement.grounds().risk());
    }

    /** Returns how a judgement leaves the budget of a risk, or null when it has none. */
    public static @Nullable HarmBudget of(Judgement judgement, Risk risk) {
        if (risk.harmBudget() == 0) {
            return null;
        }
        String metric = "";
        double most = 0;
        for (int i = 0; i < judgement.evidence().size(); i++) {
            Evidence each = judgement.evidence().get(i);
            Grounds grounds = judgement.grounds();
            double extra = extra(
                    each,
                    grounds == null
                            ? null
                            : grounds.readings().get(i).guardrail().rule());
            if (metric.isEmpty() ? extra >= 0 : extra > most) {
                metric = each.metric();
                most = extra;
            }
        }
        return new HarmBudget(metric, most, risk.harmBudget());
    }

    /** Returns what a guardrail lost; negative when it counts no bad units or only watches. */
    private static double extra(Evidence evidence, @Nullable Rule rule) {
        if (!evidence.measure().countsBad() || !evidence.role().canStop()) {
            return -1;
        }
        return rule instanceof Rule.WorseThanBaseline known
                ? ExtraBad.beside(known.baseline(), evidence.counts().buckets())
                : ExtraBad.since(evidence.counts().from(), evidence.counts().buckets());
    }

    /** Returns what may still be lost, 0 when nothing may. */
    public double left() {
        return Math.max(0, budget - spent);
    }

    /** Tells whether nothing may be lost any more. */
    public boolean isGone() {
        return spent >= budget;
    }

    /** Returns it in words, rounded down so that 499.6 never reads as the 500 that hold: {@code 120 of 500 extra bad units used, by http-errors}. */
    public String sentence() {
        return String.format(Locale.ROOT, "%,d of %,d extra bad units used", (long) spent, budget)
                + (spent == 0 ? "" : ", by " + metric);
    }
}
