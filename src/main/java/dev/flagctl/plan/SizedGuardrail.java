// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Samples;
import dev.flagctl.model.Strategy;
import dev.flagctl.strategy.QuantileSizing;
import dev.flagctl.strategy.RampSizes;
import dev.flagctl.strategy.RateSizing;
import dev.flagctl.strategy.Sizing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A guardrail with what the stages of a rollout can show of it.
 *
 * @param metric of the guardrail, empty for {@code strategy: auto}
 * @param sizing its traffic, and the rate that is still accepted of the treatment or the quantile
 * @param ratio the harm that must be found, over that rate
 * @param accepted that rate over the rate of the control: 1 without a margin
 * @param harmBudget extra bad units that may be lost, 0 when nothing is said
 * @param spent those that were lost already, -1 before anything was measured
 * @param lag of the telemetry, the tick and the flag together
 * @param within how long a stage may last, or null where its bake says so
 * @param source {@code stated} or {@code measured}
 * @param parts the stages
 * @param sizes by the index of the stage
 * @param control its values as measured, for a quantile; or null
 */
record SizedGuardrail(
        String metric,
        Sizing sizing,
        double ratio,
        double accepted,
        long harmBudget,
        double spent,
        Duration lag,
        @Nullable Duration within,
        String source,
        List<RampSizes.Part> parts,
        Map<Integer, RampSizes.Sized> sizes,
        @Nullable Samples control) {

    static final String STATED = "stated";
    static final String MEASURED = "measured";
    /** A rate of the control is taken from what was measured when it rests on so many bad units; its error is then below a third. */
    private static final long ENOUGH_BAD = 10;

    private static final Duration ENOUGH_TIME = Duration.ofMinutes(10);

    static SizedGuardrail of(Strategy.Auto auto, Feature feature, List<RampSizes.Part> parts) {
        Sizing sizing = Sizing.of(auto, feature);
        double ratio = Math.min(1 + auto.detect(), 1 / sizing.base());
        return new SizedGuardrail(
                "",
                sizing,
                ratio,
                1,
                0,
                -1,
                auto.lag(),
                auto.within(),
                STATED,
                parts,
                RampSizes.of(sizing, ratio, auto.lag(), parts),
                null);
    }

    /**
     * Returns null when traffic or rate are not known, and for a mean.
     *
     * @param measure what its metric measures, or null when that is not known
     * @param spent extra bad units that the rollout has cost, -1 before anything was measured
     */
    static @Nullable SizedGuardrail of(
            Guardrail guardrail,
            Risk risk,
            int tests,
            @Nullable Measure measure,
            @Nullable Evidence evidence,
            double spent,
            Arms arms,
            List<RampSizes.Part> parts) {
        if (measure != null && measure.kind() == MetricKind.QUANTILE) {
            return ofQuantile(guardrail, measure, risk, tests, evidence, arms, parts);
        }
        Rule rule = guardrail.rule();
        boolean alone = rule instanceof Rule.WorseThanBaseline;
        double margin = alone ? ((Rule.WorseThanBaseline) rule).margin() : ((Rule.WorseThanControl) rule).margin();
        double detect = alone ? ((Rule.WorseThanBaseline) rule).detect() : ((Rule.WorseThanControl) rule).detect();
        double stated = alone ? ((Rule.WorseThanBaseline) rule).baseline() : ((Rule.WorseThanControl) rule).expect();
        boolean counts = measure == null || measure.countsBad();
        double traffic = evidence == null ? 0 : measuredTraffic(evidence, arms);
        boolean rate = evidence != null && !alone && evidence.control().bad() >= ENOUGH_BAD;
        double base = rate && evidence != null ? evidence.controlRate() : stated;
        double perSecond = traffic > 0 ? traffic : risk.traffic();
        double accepted = base * (1 + margin);
        if (!counts || !(perSecond > 0) || !(accepted > 0 && accepted < 1) || detect <= margin) {
            return null;
        }
        Sizing sizing = new RateSizing(
                perSecond, accepted, risk.alpha() / tests, risk.power(), alone ? Sizing.Against.RATE : arms.against());
        double ratio = (1 + detect) / (1 + margin);
        return new SizedGuardrail(
                guardrail.metric(),
                sizing,
                ratio,
                1 + margin,
                risk.harmBudget(),
                spent,
                risk.lag(),
                null,
                traffic > 0 || rate ? MEASURED : STATED,
                parts,
                RampSizes.of(sizing, ratio, risk.lag(), parts),
                null);
    }

    /**
     * Sizes a quantile, beyond which {@code detect} more values must be found; returns null when traffic is not known. It counts no bad units, so the harm
     * budget says nothing of it.
     */
    private static @Nullable SizedGuardrail ofQuantile(
            Guardrail guardrail,
            Measure measure,
            Risk risk,
            int tests,
            @Nullable Evidence evidence,
            Arms arms,
            List<RampSizes.Part> parts) {
        double traffic = evidence == null ? 0 : measuredTraffic(evidence, arms);
        double perSecond = traffic > 0 ? traffic : risk.traffic();
        if (!(perSecond > 0) || !(guardrail.rule() instanceof Rule.WorseThanControl worse)) {
            return null;
        }
        Sizing sizing = new QuantileSizing(
                perSecond,
                measure.quantile(),
                measure.lowerIsWorse(),
                risk.alpha(),
                tests,
                risk.power(),
                arms.against());
        double ratio = Math.min(1 + worse.detect(), 1 / sizing.base());
        return new SizedGuardrail(
                guardrail.metric(),
                sizing,
                ratio,
                1,
                0,
                -1,
                risk.lag(),
                null,
                traffic > 0 ? MEASURED : STATED,
                parts,
                RampSizes.of(sizing, ratio, risk.lag(), parts),
                evidence != null && evidence.control().distribution() instanceof Samples samples ? samples : null);
    }

    /**
     * How the control stands beside the treatment, and which part of the traffic both have met, so that all of it can be told from theirs.
     *
     * @param against what the treatment is compared with
     * @param since from when on the part was so
     * @param part of all units, 1 when everybody is in one arm or the other; 0 when it is not known
     */
    record Arms(Sizing.Against against, Instant since, double part) {}

    /** Returns units a second of everybody, 0 when too little time was measured. */
    static double measuredTraffic(Evidence evidence, Arms arms) {
        Instant from = evidence.counts().from();
        Instant since = arms.since().isAfter(from) ? arms.since() : from;
        Duration cover = Duration.between(since, evidence.counts().to());
        if (arms.part() == 0 || cover.compareTo(ENOUGH_TIME) < 0) {
            return 0;
        }
        double units =
                (double) evidence.control().units() + evidence.treatment().units();
        for (Bucket bucket : evidence.counts().buckets()) {
            boolean earlier = bucket.start().isBefore(arms.since());
            units -= earlier
                    ? (double) bucket.control().units() + bucket.treatment().units()
                    : 0;
        }
        return units / arms.part() / cover.toSeconds();
    }

    @Nullable
    StageSize size(int stage) {
        RampSizes.Sized size = sizes.get(stage);
        if (size == null) {
            return null;
        }
        double share = parts.get(stage).share();
        double found = size.found() * accepted;
        long harm = Math.round(size.worstHarm());
        return new StageSize(
                metric,
                Math.round(size.units()),
                found,
                sizing.power(),
                sizing.lasts(ratio, share),
                harm,
                source,
                new SizeProblems(this).of(stage, size),
                sizing instanceof QuantileSizing quantile
                        ? SizeFinds.ofQuantile(quantile, found, harm, control)
                        : SizeFinds.ofRate(found, harm));
    }
}
