// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Samples;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Tests whose answer may be looked at at any time, named by their user. */
final class AnyTimeTests {

    private final TestKind kind;
    private final AnalysisInput input;
    private final Parameters given;
    private final List<Bucket> buckets;
    private final Map<String, Double> numbers;
    private final TestAnswer answer;

    AnyTimeTests(TestAnswer answer) {
        this.kind = answer.kind;
        this.input = answer.input;
        this.given = answer.given;
        this.buckets = answer.buckets;
        this.numbers = answer.numbers;
        this.answer = answer;
    }

    Analysis sequential(SequentialTest test) {
        answer.needCounts();
        for (Bucket bucket : buckets) {
            test.add(bucket);
            answer.look(test.logE());
        }
        Arm control = Counts.total(buckets, false);
        Arm treatment = Counts.total(buckets, true);
        numbers.put("control", control.bad() / (double) control.units());
        numbers.put("treatment", treatment.bad() / (double) treatment.units());
        Bound bound = RatioBound.of(kind, buckets, answer.riskOfAnEnd());
        return answer.evidence(
                new Analysis.Estimate("ratio of the rates", RatioEstimate.of(buckets), bound.lower(), bound.upper()));
    }

    /** Against a known rate; there is no control, and if there is, it is not looked at. */
    Analysis baseline() {
        answer.needCounts();
        answer.harmOnly();
        double rate = given.need("baseline", kind);
        BaselineTest test = new BaselineTest(given.all("grid", RatioTest.WORSE), rate * (1 + given.of("margin", 0)));
        for (Bucket bucket : buckets) {
            test.add(bucket);
            answer.look(test.logE());
        }
        Arm treatment = Counts.total(buckets, true);
        numbers.put("treatment", treatment.bad() / (double) treatment.units());
        Bound bound = RatioBound.toBaseline(buckets, rate, given.alpha());
        return answer.evidence(new Analysis.Estimate(
                "ratio to the known rate", treatment.bad() / (treatment.units() * rate), bound.lower(), bound.upper()));
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

    Analysis split() {
        List<List<Double>> counts = input.counts();
        double[] shares = given.all("shares", 0.5, 0.5);
        double total = 0;
        for (double share : shares) {
            total += share;
        }
        double[] prior = given.all("prior");
        double concentration = given.of("concentration", SplitTest.CONCENTRATION);
        if (Math.abs(total - 1) > 1e-9 || (prior.length > 0 && prior.length != shares.length)) {
            throw new IllegalArgumentException("--shares must add up to 1, and --prior have as many numbers");
        }
        SplitTest test = prior.length > 0 ? new SplitTest(shares, prior) : new SplitTest(shares, concentration);
        for (int i = 0; i < (counts.isEmpty() ? buckets.size() : counts.size()); i++) {
            double[] units = counts.isEmpty()
                    ? new double[] {
                        buckets.get(i).control().units(),
                        buckets.get(i).treatment().units()
                    }
                    : counts.get(i).stream().mapToDouble(Double::doubleValue).toArray();
            if (units.length != shares.length) {
                throw new IllegalArgumentException(units.length + " arms need as many --shares, not " + shares.length);
            }
            test.add(units);
            answer.look(test.logE());
        }
        for (int arm = 0; arm < shares.length; arm++) {
            Bound bound = test.share(arm, given.alpha());
            numbers.put("share " + (arm + 1), test.share(arm));
            numbers.put("share " + (arm + 1) + " at least", bound.lower());
            numbers.put("share " + (arm + 1) + " at most", bound.upper());
        }
        Bound last = test.share(shares.length - 1, given.alpha());
        return answer.evidence(new Analysis.Estimate(
                "share of the last arm", test.share(shares.length - 1), last.lower(), last.upper()));
    }

    Analysis maxSprt() {
        answer.harmOnly();
        double horizon = given.need("horizon", kind);
        int fewest = (int) given.of("min-events", 1);
        MaxSprt test = new MaxSprt(horizon, fewest, given.alpha());
        boolean rate = Double.isNaN(given.of("expected", Double.NaN));
        double baseline = rate ? given.need("baseline", kind) : 0;
        double events = 0;
        double expected = 0;
        double max = 0;
        for (Bucket bucket : buckets) {
            events += bucket.treatment().bad();
            expected += rate ? bucket.treatment().units() * baseline : given.of("expected", 0) / buckets.size();
            if (events >= fewest && expected <= horizon) {
                max = Math.max(max, MaxSprt.logRatio(events, expected));
            }
        }
        numbers.put("log likelihood ratio", max);
        numbers.put("critical value", test.critical());
        numbers.put("power at ratio " + plain(given.of("ratio", 2)), test.power(given.of("ratio", 2)));
        numbers.put("events", events);
        numbers.put("expected", expected);
        Verdict verdict = max >= test.critical() ? Verdict.FAIL : Verdict.PASS;
        Bound bound = RatioBound.ofEvents(events, expected, given.alpha());
        return answer.result(
                verdict,
                Double.NaN,
                Double.NaN,
                MaxSprt.p(horizon, fewest, max),
                new Analysis.Estimate("ratio to the expected", events / expected, bound.lower(), bound.upper()));
    }

    private static Arm asSums(Arm counts) {
        return Arm.ofSums(counts.units(), (double) counts.bad(), (double) counts.bad());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
