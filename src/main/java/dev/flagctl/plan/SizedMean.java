// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import dev.flagctl.strategy.MeanSizing;
import dev.flagctl.strategy.RampSizes;
import dev.flagctl.strategy.SizingWords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guardrail about a mean with what the stages of a rollout can show of it, once it was measured.
 *
 * @param change that must be found, as a fraction of the control's mean, without the margin
 * @param margin change that is accepted
 */
record SizedMean(
        String metric,
        MeanSizing sizing,
        double change,
        double margin,
        double power,
        double unitsPerSecond,
        List<RampSizes.Part> parts) {

    /** The spread of fewer units is not known. */
    private static final long ENOUGH_UNITS = 50;

    /** Returns null for what counts bad units, and where too little was measured. */
    static @Nullable SizedMean of(
            Guardrail guardrail,
            Risk risk,
            int tests,
            @Nullable Evidence evidence,
            SizedGuardrail.Arms arms,
            List<RampSizes.Part> parts) {
        double traffic = evidence == null ? 0 : SizedGuardrail.measuredTraffic(evidence, arms);
        if (evidence == null || !(traffic > 0) || !(guardrail.rule() instanceof Rule.WorseThanControl worse)) {
            return null;
        }
        double spread = spread(evidence.control());
        boolean known = spread > 0 && Double.isFinite(spread) && worse.detect() > worse.margin();
        return evidence.measure().kind() != MetricKind.MEAN || !known
                ? null
                : new SizedMean(
                        guardrail.metric(),
                        new MeanSizing(traffic, spread, risk.alpha() / tests, risk.power(), arms.against()),
                        worse.detect() - worse.margin(),
                        worse.margin(),
                        risk.power(),
                        traffic,
                        parts);
    }

    private static double spread(Arm arm) {
        double mean = arm.sum() / arm.units();
        double variance = arm.sumOfSquares() / arm.units() - mean * mean;
        return arm.units() < ENOUGH_UNITS ? Double.NaN : Math.sqrt(variance) / Math.abs(mean);
    }

    @Nullable
    StageSize size(int stage) {
        RampSizes.Part part = parts.get(stage);
        if (!compares(part)) {
            return null;
        }
        double units = units(part);
        double seen = 0;
        for (RampSizes.Part each : parts.subList(0, stage + 1)) {
            seen += compares(each) ? units(each) : 0;
        }
        double found = sizing.detects(seen, part.share());
        return StageSize.ofMean(
                metric,
                Math.round(units),
                found + margin,
                power,
                sizing.lasts(change, part.share()),
                isLast(stage) && found > change * 1.001 ? undecidable(sizing, part, seen) : "");
    }

    private String undecidable(MeanSizing mean, RampSizes.Part part, double seen) {
        return SizingWords.undecidable(
                part.share() * unitsPerSecond,
                SizingWords.percent(change + margin) + " of the mean",
                (long) (seen / (part.share() * unitsPerSecond)),
                mean.lasts(change, part.share()),
                SizingWords.percent(mean.detects(seen, part.share()) + margin));
    }

    private boolean isLast(int stage) {
        return parts.subList(stage + 1, parts.size()).stream().noneMatch(SizedMean::compares);
    }

    private static boolean compares(RampSizes.Part part) {
        return part.share() > 0 && part.share() < 1 && !part.lasts().isZero();
    }

    private double units(RampSizes.Part part) {
        return part.share() * unitsPerSecond * part.lasts().toSeconds();
    }
}
