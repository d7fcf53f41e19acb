// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Distribution;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Samples;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.jspecify.annotations.Nullable;

/** Applies one test with its parameters to some data, so that everybody can check the engine. */
final class NamedTest {

    private final TestKind kind;
    private final AnalysisInput input;
    private final Parameters given;
    private final List<Bucket> buckets;
    private final Map<String, Double> numbers = new LinkedHashMap<>();

    NamedTest(TestKind kind, AnalysisInput input, Parameters given) {
        this.kind = kind;
        this.input = input;
        this.given = given;
        this.buckets = input.judged();
    }

    Analysis run() {
        double r0 = 1 + given.of("margin", 0);
        double alpha = given.alpha();
        return switch (kind) {
            case SAFE_2X2 -> {
                double own = given.of("prior-treatment", Double.NaN);
                double prior = given.of("prior", ProportionTest.PRIOR);
                yield sequential(new ProportionTest(r0, given.oneSided(), prior, own));
            }
            case CONDITIONAL -> sequential(new RatioTest(given.all("grid", RatioTest.WORSE), r0));
            case SHARE_BET -> sequential(new ShareBetTest(r0));
            case BUCKET_ASYMPCS -> sequential(new BucketDifferenceTest(r0, alpha));
            case BASELINE ->
                sequential(new BaselineTest(given.all("grid", RatioTest.WORSE), given.need("baseline", kind) * r0));
            case MAXSPRT -> maxSprt();
            case ASYMPCS -> means();
            case QUANTILE_AB -> quantile();
            case MULTINOMIAL_SRM -> split();
            case MANN_WHITNEY -> ranks();
            case DISTRIBUTION -> distribution();
            case GROUP_SEQUENTIAL -> groupSequential();
            case Z -> z();
            case BURN -> burn();
            case LIMIT -> throw new IllegalArgumentException("a limit is no test; write it as --above or --below");
        };
    }

    private Analysis sequential(SequentialTest test) {
        needCounts();
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
        return evidence(
                test.logE(), max, new Analysis.Estimate("ratio of the rates", value, bound.lower(), bound.upper()));
    }

    private Analysis means() {
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
        return evidence(
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
        return evidence(
                logE,
                Math.max(0, logE),
                new Analysis.Estimate(
                        given.relative() ? "relative difference of the means" : "difference of the means",
                        change.change(),
                        change.change() - half,
                        change.change() + half));
    }

    private Analysis quantile() {
        double p = given.of("quantile", input.measure().quantile());
        if (Double.isNaN(p)) {
            throw new IllegalArgumentException("the test " + kind.word() + " needs --quantile");
        }
        Samples a = samples(false);
        Samples b = samples(true);
        double logE = new QuantileTest(p, given.of("best", 100), given.alpha()).logE(a.sorted(), b.sorted());
        numbers.put("control", QuantilePath.quantile(a, p));
        numbers.put("treatment", QuantilePath.quantile(b, p));
        return evidence(logE, Math.max(0, logE), null);
    }

    private Analysis split() {
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
        return evidence(test.logE(), max, null);
    }

    private Analysis maxSprt() {
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
        return result(
                verdict,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new Analysis.Estimate("ratio to the expected", events / expected, Double.NaN, Double.NaN));
    }

    private Analysis ranks() {
        double[] a = samples(false).sorted();
        double[] b = samples(true).sorted();
        MannWhitneyUTest.Result result = FixedTest.mannWhitney(a, b, given.oneSided());
        numbers.put("U", result.getStatistic());
        return fixed(result.getPValue());
    }

    private Analysis z() {
        Arm control = Counts.total(buckets, false);
        Arm treatment = Counts.total(buckets, true);
        boolean counted = input.measure().countsBad();
        double z = counted
                ? FixedTest.z(control, treatment)
                : FixedTest.zOfMeans(Moments.ofSums(control), Moments.ofSums(treatment));
        numbers.put("z", z);
        double signed = input.measure().lowerIsWorse() ? -z : z;
        return fixed(FixedTest.pOf(given.oneSided() ? signed : z, given.oneSided()));
    }

    /** Fails when at some edge the treatment has fewer values that are not above it than chance can explain; or more, where lower is worse. */
    private Analysis distribution() {
        Arm control = Counts.total(buckets, false);
        Arm treatment = Counts.total(buckets, true);
        Distribution a = whole(false);
        Distribution b = whole(true);
        EmpiricalBand band = new EmpiricalBand(given.alpha() / 2, given.of("first", 100));
        double width = band.width((double) control.units()) + band.width((double) treatment.units());
        double largest = Double.NEGATIVE_INFINITY;
        for (double edge : edges(a, b)) {
            double gap = a.atMost(edge) / (double) a.total() - b.atMost(edge) / (double) b.total();
            largest = Math.max(largest, input.measure().lowerIsWorse() ? -gap : gap);
        }
        numbers.put("largest gap", largest);
        numbers.put("bound", width);
        return result(largest > width ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, Double.NaN, null);
    }

    private Distribution whole(boolean treatment) {
        Distribution whole = null;
        for (Bucket bucket : buckets) {
            Distribution each = (treatment ? bucket.treatment() : bucket.control()).distribution();
            if (each instanceof Histogram) {
                whole = whole == null ? each : whole.plus(each);
            }
        }
        return whole == null ? samples(treatment) : whole;
    }

    private static double[] edges(Distribution a, Distribution b) {
        if (a instanceof Histogram histogram) {
            double[] edges = new double[histogram.size()];
            for (int i = 0; i < edges.length; i++) {
                edges[i] = histogram.edge(i);
            }
            return edges;
        }
        return Samples.of(List.of((Samples) a, (Samples) b)).sorted();
    }

    /** One bucket is one look; the information of a look is its share of all units that are planned. */
    private Analysis groupSequential() {
        double planned = given.need("planned", kind);
        double[] information = new double[buckets.size()];
        double[] z = new double[buckets.size()];
        Arm control = Arm.EMPTY;
        Arm treatment = Arm.EMPTY;
        boolean counted = input.measure().countsBad();
        for (int i = 0; i < buckets.size(); i++) {
            control = control.plus(buckets.get(i).control());
            treatment = treatment.plus(buckets.get(i).treatment());
            information[i] = Math.min(1, (control.units() + (double) treatment.units()) / planned);
            z[i] = counted
                    ? FixedTest.z(control, treatment)
                    : FixedTest.zOfMeans(Moments.ofSums(control), Moments.ofSums(treatment));
        }
        SpendingBounds.Spending spending =
                given.of("pocock", 0) > 0 ? SpendingBounds.Spending.POCOCK : SpendingBounds.Spending.OBRIEN_FLEMING;
        double[] bounds = SpendingBounds.twoSided(information, given.alpha(), spending, given.of("each-side", 0) > 0);
        boolean fails = false;
        for (int i = 0; i < z.length; i++) {
            double signed = input.measure().lowerIsWorse() ? -z[i] : z[i];
            fails |= (given.oneSided() ? signed : Math.abs(z[i])) >= bounds[i];
            numbers.put("z at look " + (i + 1), z[i]);
            numbers.put("bound at look " + (i + 1), bounds[i]);
        }
        return result(fails ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, Double.NaN, null);
    }

    private Analysis burn() {
        Measure measure = input.measure();
        double objective = given.of("objective", measure.objective());
        if (!(objective > 0 && objective < 1)) {
            throw new IllegalArgumentException("the test burn needs --objective, such as 0.999");
        }
        Measure slo = Measure.burn(
                objective,
                measure.period().isZero()
                        ? Duration.ofSeconds((long) (given.of("period-days", 30) * 86_400))
                        : measure.period(),
                measure.unit());
        Instant end = buckets.isEmpty()
                ? Instant.EPOCH
                : buckets.get(buckets.size() - 1).end();
        BurnCheck check = BurnCheck.of(buckets, end, slo, given.of("treatment-only", 0) > 0, false);
        for (BurnCheck.Pair pair : check.pairs()) {
            String window = DurationText.format(pair.window().longWindow());
            numbers.put("burn " + window, pair.burnLong());
            numbers.put("burn " + DurationText.format(pair.window().shortWindow()), pair.burnShort());
            numbers.put("threshold " + window, pair.threshold());
        }
        numbers.put("budget used", check.used());
        return result(check.fires(0) ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, Double.NaN, null);
    }

    private Analysis evidence(double logE, double maxLogE, Analysis.@Nullable Estimate estimate) {
        double limit = -StrictMath.log(given.alpha());
        Verdict verdict = maxLogE >= limit
                ? Verdict.FAIL
                : logE >= Comparison.LOG_LEANS_TO_HARM ? Verdict.UNDECIDED : Verdict.PASS;
        return result(verdict, logE, maxLogE, Math.min(1, StrictMath.exp(-maxLogE)), estimate);
    }

    private Analysis fixed(double p) {
        return result(p <= given.alpha() ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, p, null);
    }

    private Analysis result(
            Verdict verdict, double logE, double maxLogE, double p, Analysis.@Nullable Estimate estimate) {
        return new Analysis(
                input.metric(), kind, "asked for", verdict, logE, maxLogE, p, estimate, numbers, verdict.name());
    }

    private void needCounts() {
        if (!input.measure().countsBad()) {
            throw new IllegalArgumentException(
                    "the test " + kind.word() + " needs units and bad units (n and x), not sums or values");
        }
    }

    private Samples samples(boolean treatment) {
        if (Counts.total(buckets, treatment).distribution() instanceof Samples samples && samples.total() > 0) {
            return samples;
        }
        throw new IllegalArgumentException("the test " + kind.word() + " needs raw values of both arms");
    }

    private static Arm asSums(Arm counts) {
        return Arm.ofSums(counts.units(), (double) counts.bad(), (double) counts.bad());
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
