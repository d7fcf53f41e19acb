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
        double max = 0;
        for (Bucket bucket : buckets) {
            test.add(bucket);
            max = Math.max(max, test.logE());
        }
        Arm control = Counts.total(buckets, false);
        Arm treatment = Counts.total(buckets, true);
        numbers.put("control", control.bad() / (double) control.units());
        numbers.put("treatment", treatment.bad() / (double) treatment.units());
        Bound bound = kind == TestKind.BASELINE
                ? RatioBound.toBaseline(buckets, given.need("baseline", kind), given.alpha())
                : RatioBound.of(kind, buckets, given.alpha());
        double value = kind == TestKind.BASELINE
                ? treatment.bad() / (treatment.units() * given.need("baseline", kind))
                : RatioEstimate.of(buckets);
        return answer.evidence(
                test.logE(), max, new Analysis.Estimate("ratio of the rates", value, bound.lower(), bound.upper()));
    }

    Analysis means() {
        double best = given.of("best", MeanTest.BEST);
        double alpha = given.alpha();
        boolean counted = input.measure().countsBad();
        if (given.relative() || buckets.size() == 1) {
            Arm control = Counts.total(buckets, false);
            Arm treatment = Counts.total(buckets, true);
            Moments a = counted ? Moments.ofShare(control) : Moments.ofSums(control);
            Moments b = counted ? Moments.ofShare(treatment) : Moments.ofSums(treatment);
            return totals(given.relative() ? RelativeMean.of(a, b) : RelativeMean.absolute(a, b), best, alpha);
        }
        boolean lower = input.measure().lowerIsWorse();
        MeanTest test = new MeanTest(given.of("margin", 0), lower, best, alpha, given.oneSided());
        double max = 0;
        for (Bucket bucket : buckets) {
            Arm a = counted ? asSums(bucket.control()) : bucket.control();
            Arm b = counted ? asSums(bucket.treatment()) : bucket.treatment();
            test.add(new Bucket(bucket.start(), bucket.length(), a, b));
            max = Math.max(max, test.logE());
        }
        double difference = lower ? -test.difference() : test.difference();
        double half = test.halfWidth(alpha);
        return answer.evidence(
                test.logE(),
                max,
                new Analysis.Estimate("difference of the means", difference, difference - half, difference + half));
    }

    private Analysis totals(RelativeMean change, double best, double alpha) {
        double signed = input.measure().lowerIsWorse() ? -1 : 1;
        double half = change.halfWidth(best, alpha, given.oneSided());
        double logE = new RelativeMean(signed * change.change(), change.variance(), change.units())
                .logE(best, alpha, given.oneSided());
        numbers.put("standard error", StrictMath.sqrt(change.variance()));
        return answer.evidence(
                logE,
                Math.max(0, logE),
                new Analysis.Estimate(
                        given.relative() ? "relative difference of the means" : "difference of the means",
                        change.change(),
                        change.change() - half,
                        change.change() + half));
    }

    Analysis quantile() {
        double p = given.of("quantile", input.measure().quantile());
        if (Double.isNaN(p)) {
            throw new IllegalArgumentException("the test " + kind.word() + " needs --quantile");
        }
        Samples a = answer.samples(false);
        Samples b = answer.samples(true);
        double logE = new QuantileTest(p, given.of("best", 100), given.alpha()).logE(a.sorted(), b.sorted());
        numbers.put("control", QuantilePath.quantile(a, p));
        numbers.put("treatment", QuantilePath.quantile(b, p));
        return answer.evidence(logE, Math.max(0, logE), null);
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
        double max = 0;
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
            max = Math.max(max, test.logE());
        }
        return answer.evidence(test.logE(), max, null);
    }

    Analysis maxSprt() {
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
        return answer.result(
                verdict,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new Analysis.Estimate("ratio to the expected", events / expected, Double.NaN, Double.NaN));
    }

    private static Arm asSums(Arm counts) {
        return Arm.ofSums(counts.units(), (double) counts.bad(), (double) counts.bad());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
