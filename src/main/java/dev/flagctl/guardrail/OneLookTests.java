// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Distribution;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Samples;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/** Tests of a fixed size, or of looks that were planned, named by their user. */
final class OneLookTests {

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

    Analysis ranks() {
        double[] a = answer.samples(false).sorted();
        double[] b = answer.samples(true).sorted();
        MannWhitneyUTest.Result result = FixedTest.mannWhitney(a, b, given.oneSided());
        numbers.put("U", result.getStatistic());
        return answer.fixed(result.getPValue());
    }

    Analysis z() {
        Arm control = Counts.total(buckets, false);
        Arm treatment = Counts.total(buckets, true);
        boolean counted = input.measure().countsBad();
        double z = counted
                ? FixedTest.z(control, treatment)
                : FixedTest.zOfMeans(Moments.ofSums(control), Moments.ofSums(treatment));
        numbers.put("z", z);
        double signed = input.measure().lowerIsWorse() ? -z : z;
        return answer.fixed(FixedTest.pOf(given.oneSided() ? signed : z, given.oneSided()));
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
        return answer.result(largest > width ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, Double.NaN, null);
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
        return answer.result(fails ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, Double.NaN, null);
    }
}
