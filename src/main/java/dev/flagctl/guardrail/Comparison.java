// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Rule;
import java.util.ArrayList;
import java.util.List;

/** Compares the treatment with the control, or with a known rate, by the test that fits the metric. */
final class Comparison {

    /** Evidence from here on is "substantial" on Jeffreys' scale (Theory of Probability, 1961): the rollout waits for more. Half a decade. */
    static final double LOG_LEANS_TO_HARM = StrictMath.log(10) / 2;

    private final Reading reading;
    private final double alpha;
    private final List<Bucket> buckets;

    private Comparison(Reading reading, double alpha, List<Bucket> buckets) {
        this.reading = reading;
        this.alpha = alpha;
        this.buckets = buckets;
    }

    /**
     * Compares.
     *
     * @param alpha risk of the rollout
     * @param weight share of the risk, 0 for a guardrail that only watches; it is judged at the full risk, as if it were alone, and takes none from
     *     the others
     */
    static Finding of(Reading reading, Counts counts, double alpha, double weight) {
        return new Comparison(reading, alpha, counts.buckets()).finding(weight);
    }

    private Finding finding(double weight) {
        Rule rule = reading.guardrail().rule();
        Measure measure = reading.measure();
        TestChoice choice;
        SequentialTest test;
        Bound ratio;
        if (rule instanceof Rule.WorseThanBaseline known) {
            choice = new TestChoice(TestKind.BASELINE, "the rate is known and there is no control");
            test = new BaselineTest(RatioTest.WORSE, known.baseline() * (1 + known.margin()));
            ratio = RatioBound.toBaseline(buckets, known.baseline(), alpha);
        } else {
            double margin = ((Rule.WorseThanControl) rule).margin();
            choice = TestChoice.of(measure, before(), buckets);
            test = choice.test(measure, margin, alpha);
            ratio = RatioBound.of(choice.kind(), buckets, alpha);
        }
        EvidencePath path = EvidencePath.of(test, buckets, fewest());
        double threshold = 1 / (alpha * (weight > 0 ? weight : 1));
        Statistic statistic =
                new Statistic(path.logE(), path.maxLogE(), threshold, weight, ratio, choice.kind(), choice.because());
        return new Finding(verdict(statistic), buckets, statistic, "", path);
    }

    /** Buckets from before the rollout, which only choose the test. */
    private List<Bucket> before() {
        List<Bucket> before = new ArrayList<>();
        for (Bucket bucket : reading.series().buckets()) {
            if (!bucket.end().isAfter(reading.from())) {
                before.add(bucket);
            }
        }
        return before;
    }

    /** Bad units that a failure needs; where nothing counts as bad, units are enough. */
    private long fewest() {
        return reading.measure().countsBad() ? reading.guardrail().minBadUnits() : 0;
    }

    private Verdict verdict(Statistic statistic) {
        if (statistic.reached()) {
            return Verdict.FAIL;
        }
        boolean compared = false;
        boolean alone = reading.guardrail().rule() instanceof Rule.WorseThanBaseline;
        for (Bucket bucket : buckets) {
            compared |= (alone || bucket.control().units() > 0)
                    && bucket.treatment().units() > 0;
        }
        if (!compared || statistic.logE() >= LOG_LEANS_TO_HARM) {
            return Verdict.UNDECIDED;
        }
        return proven(reading.guardrail(), statistic) ? Verdict.PASS : Verdict.UNDECIDED;
    }

    /** Asks for proof that the treatment is not worse by more than the tolerance, at the full risk: passing is the conjunction of all guardrails. */
    private boolean proven(Guardrail guardrail, Statistic statistic) {
        if (!(guardrail.rule() instanceof Rule.WorseThanControl rule)) {
            return true;
        }
        if (Double.isInfinite(rule.tolerance())) {
            return true;
        }
        return reading.measure().lowerIsWorse()
                ? statistic.ratio().lower() >= 1 - rule.tolerance()
                : statistic.ratio().upper() <= 1 + rule.tolerance();
    }
}
