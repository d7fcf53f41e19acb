// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

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
        return judge(readings, null, risk, now);
    }

    /**
     * Returns what the guardrails say when users were counted as well: a wrong split of them never passes.
     *
     * @param split how users fell on the arms, or null
     */
    public static Judgement judge(List<Reading> readings, @Nullable SplitCheck split, Risk risk, Instant now) {
        return new Judge(risk, now).judge(readings, split);
    }

    private Judgement judge(List<Reading> asked, @Nullable SplitCheck split) {
        List<Reading> readings = asked.stream().map(Reading::usable).toList();
        int tests = 0;
        for (Reading reading : readings) {
            tests += reading.guardrail().spends() ? 1 : 0;
        }
        Combination combination = new Combination(risk.alpha(), tests);
        List<Evidence> evidence = new ArrayList<>(readings.size());
        for (Reading reading : readings) {
            evidence.add(judge(reading, tests, combination));
        }
        combination.run();
        Verdict verdict = combination.failed() ? Verdict.FAIL : worst(evidence);
        if (verdict.advances() && split != null && split.mismatch()) {
            verdict = Verdict.UNDECIDED;
        }
        Instant failedAt = combination.failedAt();
        for (Evidence each : evidence) {
            if (each.stops()
                    && each.statistic() == null
                    && (failedAt == null || each.to().isBefore(failedAt))) {
                failedAt = each.to();
            }
        }
        return new Judgement(
                verdict,
                combination.maxLogE(),
                1 / risk.alpha(),
                failedAt,
                evidence,
                combination.suspected(evidence),
                split,
                new Grounds(readings, split, risk, now));
    }

    private Evidence judge(Reading reading, int tests, Combination combination) {
        Guardrail guardrail = reading.guardrail();
        Counts counts = Counts.of(reading.series(), reading.from());
        DataHold hold = Traffic.hold(reading, Traffic.of(reading, counts), now);
        boolean spends = guardrail.spends();
        Finding finding = find(reading, counts, spends ? 1.0 / tests : 0);
        if (spends && finding.path() != null) {
            combination.add(guardrail.metric(), finding.path());
        }
        return evidence(reading, counts, finding, hold);
    }

    private Finding find(Reading reading, Counts counts, double weight) {
        return switch (reading.guardrail().rule().kind()) {
            case WORSE_THAN_CONTROL, WORSE_THAN_BASELINE -> Comparison.of(reading, counts, risk.alpha(), weight);
            case THRESHOLD -> {
                LimitCheck check = LimitCheck.of(
                        reading.guardrail(),
                        reading.measure(),
                        (Rule.Threshold) reading.guardrail().rule(),
                        counts.buckets());
                yield Finding.plain(check.verdict(), check.judged(), "");
            }
            case BURN -> BurnCheck.find(reading, counts);
        };
    }

    /** Failure first and always: a guardrail that has shown harm fails even when its data has gone since. */
    private static Evidence evidence(Reading reading, Counts counts, Finding finding, @Nullable DataHold hold) {
        Verdict verdict =
                finding.verdict() == Verdict.FAIL || hold == null ? finding.verdict() : Verdict.of(hold.state());
        List<Bucket> judged = finding.judged();
        Guardrail guardrail = reading.guardrail();
        boolean part = judged.size() < counts.buckets().size() && !judged.isEmpty();
        return new Evidence(
                guardrail.metric(),
                reading.measure(),
                guardrail.role(),
                verdict,
                Sentences.rule(guardrail.rule(), reading.measure()),
                reading.series().query(),
                part ? judged.get(0).start() : counts.from(),
                counts.to(),
                judged.size(),
                Counts.total(judged, false),
                Counts.total(judged, true),
                finding.statistic(),
                finding.words(),
                hold == null ? DataState.OK : hold.state(),
                verdict == Verdict.FAIL || !guardrail.role().canStop() ? null : hold,
                counts,
                reading.correction(),
                reading.series().warnings());
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
