// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges the guardrails of a rollout: one verdict with evidence each, and one together.
 *
 * <p>The risk alpha is spent once per rollout. Each of the G guardrails that can stop and compare with the control has the weight 1/G, and the
 * rollout fails when the weighted mean of their e-values has ever reached 1/alpha: a mean of e-values is an e-value whatever their dependence
 * (Vovk and Wang, arXiv:1912.06116), and by Ville's inequality a harmless rollout ever fails with at most the probability alpha, however often one
 * looks. A plain limit is not a test: it fails by itself and spends nothing.
 */
public final class Judge {

    /** Evidence from here on is "substantial" on Jeffreys' scale (Theory of Probability, 1961): the rollout waits for more. Half a decade. */
    static final double LOG_LEANS_TO_HARM = StrictMath.log(10) / 2;

    private final Risk risk;
    private final Instant now;

    private Judge(Risk risk, Instant now) {
        this.risk = risk;
        this.now = now;
    }

    /**
     * Returns what the guardrails say. Pure: equal input gives equal bits.
     *
     * @param readings one for each guardrail of the feature; the counts of all of them over the same attempt
     * @param risk how much error the rollout may make
     * @param now for how long an error of a source has lasted
     */
    public static Judgement judge(List<Reading> readings, Risk risk, Instant now) {
        return new Judge(risk, now).judge(readings);
    }

    private Judgement judge(List<Reading> readings) {
        int tests = 0;
        for (Reading reading : readings) {
            tests += spends(reading.guardrail()) ? 1 : 0;
        }
        Combination combination = new Combination(risk.alpha(), tests);
        List<Evidence> evidence = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            evidence.add(judge(reading, tests, combination));
        }
        combination.run();
        Verdict verdict = combination.failed() ? Verdict.FAIL : worst(evidence);
        Instant failedAt = combination.failedAt();
        for (Evidence each : evidence) {
            if (each.stops()
                    && each.statistic() == null
                    && (failedAt == null || each.to().isBefore(failedAt))) {
                failedAt = each.to();
            }
        }
        return new Judgement(
                verdict, combination.maxLogE(), 1 / risk.alpha(), failedAt, evidence, combination.suspected(evidence));
    }

    private Evidence judge(Reading reading, int tests, Combination combination) {
        Guardrail guardrail = reading.guardrail();
        Counts counts = Counts.of(reading.series(), reading.from());
        DataHold hold = Traffic.hold(reading, Traffic.of(reading, counts), now);
        if (guardrail.rule() instanceof Rule.Threshold limit) {
            LimitCheck check = LimitCheck.of(guardrail, limit, counts.buckets());
            return evidence(reading, counts, check.judged(), null, check.verdict(), hold);
        }
        if (!reading.measure().countsBad()) {
            return evidence(reading, counts, counts.buckets(), null, Verdict.UNDECIDED, hold);
        }
        double margin = ((Rule.WorseThanControl) guardrail.rule()).margin();
        EvidencePath path = EvidencePath.of(guardrail, margin, counts.buckets());
        boolean spends = spends(guardrail);
        double weight = spends ? 1.0 / tests : 0;
        if (spends) {
            combination.add(guardrail.metric(), path);
        }
        // A guardrail that only watches is judged at the full risk, as if it were alone; it takes none from the others.
        double threshold = (spends ? tests : 1) / risk.alpha();
        Statistic statistic = new Statistic(
                path.logE(), path.maxLogE(), threshold, weight, RatioBound.of(counts.buckets(), risk.alpha()));
        return evidence(reading, counts, counts.buckets(), statistic, verdict(statistic, counts), hold);
    }

    private static Verdict verdict(Statistic statistic, Counts counts) {
        if (statistic.reached()) {
            return Verdict.FAIL;
        }
        boolean compared = false;
        for (Bucket bucket : counts.buckets()) {
            compared |= bucket.control().units() > 0 && bucket.treatment().units() > 0;
        }
        return compared && statistic.logE() < LOG_LEANS_TO_HARM ? Verdict.PASS : Verdict.UNDECIDED;
    }

    /** Failure first and always: a guardrail that has shown harm fails even when its data has gone since. */
    private static Evidence evidence(
            Reading reading,
            Counts counts,
            List<Bucket> judged,
            @Nullable Statistic statistic,
            Verdict found,
            @Nullable DataHold hold) {
        Verdict verdict = found == Verdict.FAIL || hold == null ? found : Verdict.of(hold.state());
        Arm control = Arm.EMPTY;
        Arm treatment = Arm.EMPTY;
        for (Bucket bucket : judged) {
            control = control.plus(bucket.control());
            treatment = treatment.plus(bucket.treatment());
        }
        Guardrail guardrail = reading.guardrail();
        boolean part = judged.size() < counts.buckets().size() && !judged.isEmpty();
        return new Evidence(
                guardrail.metric(),
                guardrail.role(),
                verdict,
                Sentences.rule(guardrail.rule()),
                reading.series().query(),
                part ? judged.get(0).start() : counts.from(),
                counts.to(),
                judged.size(),
                control,
                treatment,
                statistic,
                hold == null ? DataState.OK : hold.state(),
                verdict == Verdict.FAIL || !guardrail.role().canStop() ? null : hold,
                counts.digest(),
                reading.series().warnings());
    }

    private static boolean spends(Guardrail guardrail) {
        return guardrail.role().canStop() && guardrail.rule() instanceof Rule.WorseThanControl;
    }

    /** The order in which verdicts are told when there are several: what fails, then what is blind, then what only waits. */
    private static final List<Verdict> ORDER = List.of(
            Verdict.FAIL,
            Verdict.ERROR,
            Verdict.NO_DATA,
            Verdict.STALE,
            Verdict.NO_TRAFFIC,
            Verdict.PARTIAL,
            Verdict.RESET,
            Verdict.UNDECIDED,
            Verdict.TOO_FEW);

    private static Verdict worst(List<Evidence> evidence) {
        for (Verdict verdict : ORDER) {
            for (Evidence each : evidence) {
                if (each.role().canStop() && each.verdict() == verdict) {
                    return verdict;
                }
            }
        }
        return Verdict.PASS;
    }
}
