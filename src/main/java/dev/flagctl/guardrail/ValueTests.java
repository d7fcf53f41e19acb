// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Samples;
import java.util.List;
import java.util.Map;

/** Tests of means and quantiles whose answer may be looked at at any time, named by their user. */
final class ValueTests {

    private final TestKind kind;
    private final AnalysisInput input;
    private final Parameters given;
    private final List<Bucket> buckets;
    private final Map<String, Double> numbers;
    private final TestAnswer answer;

    ValueTests(TestAnswer answer) {
        this.kind = answer.kind;
        this.input = answer.input;
        this.given = answer.given;
        this.buckets = answer.buckets;
        this.numbers = answer.numbers;
        this.answer = answer;
    }

    Analysis means() {
        if (given.relative() || buckets.size() == 1) {
            return totals();
        }
        double best = given.of("best", MeanTest.BEST);
        boolean counted = input.measure().countsBad();
        boolean lower = input.measure().lowerIsWorse();
        MeanTest test = new MeanTest(given.of("margin", 0), lower, best, tuned(), given.oneSided());
        MeanTest plain = new MeanTest(0, lower, best, tuned(), given.oneSided());
        for (Bucket bucket : buckets) {
            Arm a = counted ? asSums(bucket.control()) : bucket.control();
            Arm b = counted ? asSums(bucket.treatment()) : bucket.treatment();
            Bucket sums = new Bucket(bucket.start(), bucket.length(), a, b);
            test.add(sums);
            plain.add(sums);
            answer.look(test.logE());
        }
        double difference = lower ? -plain.difference() : plain.difference();
        double half = plain.halfWidth(given.alpha());
        return answer.evidence(
                new Analysis.Estimate("difference of the means", difference, difference - half, difference + half));
    }

    /** All units at once, as other tools do: right while shares and means stay the same. */
    private Analysis totals() {
        Moments a = moments(Counts.total(buckets, false));
        Moments b = moments(Counts.total(buckets, true));
        boolean relative = given.relative();
        if (relative && a.mean() == 0) {
            throw new IllegalArgumentException("the control's mean is 0: there is no relative difference");
        }
        double best = given.of("best", MeanTest.BEST);
        RelativeMean change = relative ? RelativeMean.of(a, b) : RelativeMean.absolute(a, b);
        double signed = input.measure().lowerIsWorse() ? -1 : 1;
        double margin = given.of("margin", 0);
        RelativeMean beyond = relative
                ? new RelativeMean(signed * change.change() - margin, change.variance(), change.units())
                : RelativeMean.absolute(a.times(signed * (1 + signed * margin)), b.times(signed));
        answer.look(beyond.logE(best, tuned(), given.oneSided()));
        double half = change.halfWidth(best, tuned(), given.alpha(), given.oneSided());
        numbers.put("standard error", StrictMath.sqrt(change.variance()));
        return answer.evidence(new Analysis.Estimate(
                relative ? "relative difference of the means" : "difference of the means",
                change.change(),
                change.change() - half,
                change.change() + half));
    }

    private Moments moments(Arm arm) {
        return input.measure().countsBad() ? Moments.ofShare(arm) : Moments.ofSums(arm);
    }

    /** The risk at which a mixture is tightest, which publications call alpha_opt. */
    private double tuned() {
        return given.of("best-alpha", given.alpha());
    }

    Analysis quantile() {
        double p = given.of("quantile", input.measure().quantile());
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException("the test " + kind.word() + " needs --quantile, between 0 and 1");
        }
        Samples a = answer.samples(false);
        Samples b = answer.samples(true);
        QuantileTest test = new QuantileTest(p, given.of("best", 100), tuned());
        QuantileLooks looks = new QuantileLooks(test);
        for (Bucket bucket : buckets.subList(0, buckets.size() - 1)) {
            answer.look(looks.after(bucket));
        }
        answer.look(test.logE(a.sorted(), b.sorted()));
        double qA = QuantilePath.quantile(a, p);
        double qB = QuantilePath.quantile(b, p);
        numbers.put("control", qA);
        numbers.put("treatment", qB);
        Bound bound = test.difference(a.sorted(), b.sorted(), given.alpha());
        return answer.evidence(
                new Analysis.Estimate("difference of the quantiles", qB - qA, bound.lower(), bound.upper()));
    }

    private static Arm asSums(Arm counts) {
        return Arm.ofSums(counts.units(), (double) counts.bad(), (double) counts.bad());
    }
}
