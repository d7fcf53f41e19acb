// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Distribution;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Samples;
import java.util.List;
import java.util.Map;

/** Tests of a fixed size, or of looks that were planned, named by their user. */
final class OneLookTests {

    /** The density of the score is integrated from look to look: some hundredths of a second for each. */
    private static final int MOST_LOOKS = 200;

    private final TestKind kind;
    private final AnalysisInput input;
    private final Parameters given;
    private final List<Bucket> buckets;
    private final Map<String, Double> numbers;
    private final TestAnswer answer;

    OneLookTests(TestAnswer answer) {
        this.kind = answer.kind;
        this.input = answer.input;
        this.given = answer.given;
        this.buckets = answer.buckets;
        this.numbers = answer.numbers;
        this.answer = answer;
    }

    /** Few values without ties have an exact p-value, as in R; what is more or has ties the normal approximation. */
    Analysis ranks() {
        double[] a = answer.samples(false).sorted();
        double[] b = answer.samples(true).sorted();
        double asked = given.of("exact", Double.NaN);
        boolean exact = Double.isNaN(asked) ? FixedTest.isExact(a, b) : asked > 0;
        if (exact && (FixedTest.hasTies(a, b) || a.length * (double) b.length > RankDistribution.MOST_PAIRS)) {
            throw new IllegalArgumentException("an exact p-value needs values without ties, and at most "
                    + RankDistribution.MOST_PAIRS + " pairs of them: leave --method exact out");
        }
        boolean continuity = given.of("continuity", 1) > 0;
        boolean oneSided = given.oneSided();
        boolean lower = oneSided && input.measure().lowerIsWorse();
        double u = FixedTest.mannWhitney(a, b, oneSided, false, continuity).u();
        double p = (lower
                        ? FixedTest.mannWhitney(b, a, true, exact, continuity)
                        : FixedTest.mannWhitney(a, b, oneSided, exact, continuity))
                .p();
        numbers.put("U", u);
        answer.how(
                exact
                        ? "exact p-value"
                        : continuity ? "normal approximation, corrected for continuity" : "normal approximation");
        // Where all values are the same the approximation has no variance, and says nothing.
        return answer.fixed(Double.isNaN(p) ? 1 : p, superiority(u, a.length, b.length));
    }

    /** How probable a value of the treatment is above one of the control, ties by half; each distribution function is within its band at any time. */
    private Analysis.Estimate superiority(double u, double nA, double nB) {
        EmpiricalBand band = new EmpiricalBand(given.alpha() / 2, given.of("first", 100));
        double width = band.width(nA) + band.width(nB);
        double share = u / nA / nB;
        return new Analysis.Estimate(
                "probability that the treatment's value is larger",
                share,
                Math.max(0, share - width),
                Math.min(1, share + width));
    }

    Analysis z() {
        Arm control = Counts.total(buckets, false);
        Arm treatment = Counts.total(buckets, true);
        boolean unpooled = given.of("pooled", 1) == 0;
        double z = z(control, treatment, unpooled);
        numbers.put("z", z);
        double signed = input.measure().lowerIsWorse() ? -z : z;
        double p = FixedTest.pOf(given.oneSided() ? signed : z, given.oneSided());
        answer.how(
                !input.measure().countsBad()
                        ? "variances of both arms"
                        : unpooled ? "variances of both arms" : "pooled variance");
        return answer.fixed(p, difference(control, treatment, FixedTest.quantile(answer.riskOfAnEnd())));
    }

    private double z(Arm control, Arm treatment, boolean unpooled) {
        if (!input.measure().countsBad()) {
            return FixedTest.zOfMeans(Moments.ofSums(control), Moments.ofSums(treatment));
        }
        return unpooled ? FixedTest.zUnpooled(control, treatment) : FixedTest.z(control, treatment);
    }

    /** The difference of proportions or means, plus and minus so many standard errors. */
    private Analysis.Estimate difference(Arm control, Arm treatment, double errors) {
        boolean counted = input.measure().countsBad();
        Moments a = counted ? Moments.ofShare(control) : Moments.ofSums(control);
        Moments b = counted ? Moments.ofShare(treatment) : Moments.ofSums(treatment);
        double half = errors * StrictMath.sqrt(a.error() + b.error());
        double wide = half >= 0 ? half : Double.POSITIVE_INFINITY;
        double difference = b.mean() - a.mean();
        return new Analysis.Estimate(
                counted ? "difference of the rates" : "difference of the means",
                difference,
                difference - wide,
                difference + wide);
    }

    /** Fails when at some edge the treatment has fewer values that are not above it than chance can explain; or more, where lower is worse. */
    Analysis distribution() {
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
        return answer.result(
                largest > width ? Verdict.FAIL : Verdict.PASS,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new Analysis.Estimate(
                        "largest gap between the distribution functions",
                        largest,
                        Math.max(-1, largest - width),
                        Math.min(1, largest + width)));
    }

    private Distribution whole(boolean treatment) {
        Distribution whole = null;
        for (Bucket bucket : buckets) {
            Distribution each = (treatment ? bucket.treatment() : bucket.control()).distribution();
            if (each instanceof Histogram) {
                whole = whole == null ? each : whole.plus(each);
            }
        }
        return whole == null ? answer.samples(treatment) : whole;
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
    Analysis groupSequential() {
        double planned = given.need("planned", kind);
        if (buckets.size() > MOST_LOOKS) {
            throw new IllegalArgumentException("each of the " + buckets.size() + " buckets is a look, and "
                    + kind.word() + " has at most " + MOST_LOOKS + ": add up the buckets between two looks, or take a "
                    + "test that may be looked at at any time, such as " + TestKind.CONDITIONAL.word() + " or "
                    + TestKind.ASYMPCS.word());
        }
        double[] information = new double[buckets.size()];
        double[] z = new double[buckets.size()];
        Arm control = Arm.EMPTY;
        Arm treatment = Arm.EMPTY;
        for (int i = 0; i < buckets.size(); i++) {
            control = control.plus(buckets.get(i).control());
            treatment = treatment.plus(buckets.get(i).treatment());
            information[i] = Math.min(1, (control.units() + (double) treatment.units()) / planned);
            z[i] = z(control, treatment, false);
        }
        SpendingBounds.Spending spending =
                given.of("pocock", 0) > 0 ? SpendingBounds.Spending.POCOCK : SpendingBounds.Spending.OBRIEN_FLEMING;
        double[] bounds = given.oneSided()
                ? SpendingBounds.oneSided(information, given.alpha(), spending)
                : SpendingBounds.twoSided(information, given.alpha(), spending, given.of("each-side", 0) > 0);
        boolean fails = false;
        for (int i = 0; i < z.length; i++) {
            double signed = input.measure().lowerIsWorse() ? -z[i] : z[i];
            fails |= (given.oneSided() ? signed : Math.abs(z[i])) >= bounds[i];
            numbers.put("z at look " + (i + 1), z[i]);
            numbers.put("bound at look " + (i + 1), bounds[i]);
        }
        return answer.result(
                fails ? Verdict.FAIL : Verdict.PASS,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                difference(control, treatment, bounds[bounds.length - 1]));
    }
}
