// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Tests of units and bad units whose answer may be looked at at any time, named by their user. */
final class CountTests {

    private final TestKind kind;
    private final AnalysisInput input;
    private final Parameters given;
    private final List<Bucket> buckets;
    private final Map<String, Double> numbers;
    private final TestAnswer answer;

    CountTests(TestAnswer answer) {
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

    Analysis split() {
        double[] shares = given.all("shares", 0.5, 0.5);
        SplitTest test = splitTest(shares);
        int looks = input.counts().isEmpty() ? buckets.size() : input.counts().size();
        for (int look = 0; look < looks; look++) {
            double[] units = unitsOfArms(look);
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

    private SplitTest splitTest(double[] shares) {
        double total = 0;
        for (double share : shares) {
            total += share;
        }
        double[] prior = given.all("prior");
        if (Math.abs(total - 1) > 1e-9 || (prior.length > 0 && prior.length != shares.length)) {
            throw new IllegalArgumentException("--shares must add up to 1, and --prior have as many numbers");
        }
        return prior.length > 0
                ? new SplitTest(shares, prior)
                : new SplitTest(shares, given.of("concentration", SplitTest.CONCENTRATION));
    }

    private double[] unitsOfArms(int look) {
        if (input.counts().isEmpty()) {
            Bucket bucket = buckets.get(look);
            return new double[] {bucket.control().units(), bucket.treatment().units()};
        }
        return input.counts().get(look).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
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

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
