// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Risk;
import dev.flagctl.model.RuleKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Judges data outside a rollout: as a guardrail would, or by a test of one's choice. */
public final class Analyst {

    private Analyst() {}

    /**
     * Judges as a guardrail of a rollout would, with the test that fits.
     *
     * @param guardrail its rule and what a failure needs
     */
    public static Analysis judge(AnalysisInput input, Guardrail guardrail, double alpha) {
        List<Bucket> buckets = input.buckets();
        Instant start = buckets.isEmpty() ? Instant.EPOCH : buckets.get(0).start();
        Instant end =
                buckets.isEmpty() ? start : buckets.get(buckets.size() - 1).end();
        Instant from = input.from() == null ? start : input.from();
        BucketSeries series = new BucketSeries(buckets, end, DataState.OK, "", List.of());
        Reading reading = new Reading(guardrail, input.measure(), series, from, share(buckets), null);
        Evidence evidence =
                Judge.judge(List.of(reading), new Risk(alpha), end).evidence().get(0);
        Statistic statistic = evidence.statistic();
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("control", evidence.controlRate());
        numbers.put("treatment", evidence.treatmentRate());
        if (statistic == null) {
            return new Analysis(
                    input.metric(),
                    guardrail.rule().kind() == RuleKind.BURN ? TestKind.BURN : TestKind.LIMIT,
                    "the rule is no test",
                    evidence.verdict(),
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    LevelEstimate.of(
                            input.measure(), Counts.total(evidence.counts().buckets(), true), alpha),
                    numbers,
                    List.of(),
                    sentence(evidence));
        }
        return new Analysis(
                input.metric(),
                statistic.test(),
                statistic.because(),
                evidence.verdict(),
                statistic.logE(),
                statistic.maxLogE(),
                statistic.p(),
                input.measure().kind() == MetricKind.QUANTILE
                        ? quantiles(input.measure(), evidence, alpha)
                        : ratio(input.measure(), evidence, statistic.ratio()),
                numbers,
                List.of(),
                sentence(evidence));
    }

    /**
     * Applies a test of one's choice.
     *
     * @throws IllegalArgumentException when the data or the parameters are not those of the test
     */
    public static Analysis apply(TestKind test, AnalysisInput input, Parameters parameters) {
        boolean counted = !input.counts().isEmpty();
        if (input.judged().isEmpty() && !(counted && test == TestKind.MULTINOMIAL_SRM)) {
            throw new IllegalArgumentException(
                    counted
                            ? "counts of many arms are only for the test " + TestKind.MULTINOMIAL_SRM.word()
                            : "there is no bucket to judge: all are from before " + input.from());
        }
        BucketSeries series = new BucketSeries(input.judged(), Instant.EPOCH, DataState.OK, "", List.of());
        BucketSeries told = test == TestKind.DISTRIBUTION ? series : Edges.counted(series, input.measure());
        if (told.state() == DataState.ERROR) {
            throw new IllegalArgumentException(String.join("; ", told.warnings()) + ": name one of its edges");
        }
        AnalysisInput data = new AnalysisInput(
                input.metric(), input.measure(), input.from(), told.buckets(), input.counts(), Map.of());
        return new NamedTest(test, data, parameters.or(input.parameters())).run();
    }

    private static String sentence(Evidence evidence) {
        return evidence.verdict() + ": " + evidence.sentence() + "; rule: " + evidence.rule();
    }

    /** Of the newest part that was compared: of one share of the treatment and one day. */
    private static Analysis.Estimate quantiles(Measure measure, Evidence evidence, double alpha) {
        QuantilePath path = new QuantilePath(measure.quantile(), measure.lowerIsWorse(), alpha);
        evidence.counts().buckets().forEach(path::add);
        Bound bound = path.difference(alpha);
        return new Analysis.Estimate("difference of the quantiles", path.difference(), bound.lower(), bound.upper());
    }

    private static Analysis.Estimate ratio(Measure measure, Evidence evidence, Bound bound) {
        String of = measure.kind() == MetricKind.MEAN ? "ratio of the means" : "ratio of the rates";
        double value = measure.countsBad()
                ? RatioEstimate.of(evidence.counts().buckets())
                : evidence.treatmentRate() / evidence.controlRate();
        return new Analysis.Estimate(of, value, bound.lower(), bound.upper());
    }

    /** The share of the newest bucket with both arms stands for the configured one, which a file does not know. */
    private static double share(List<Bucket> buckets) {
        for (int i = buckets.size() - 1; i >= 0; i--) {
            Arm a = buckets.get(i).control();
            Arm b = buckets.get(i).treatment();
            if (a.units() > 0 && b.units() > 0) {
                return b.units() / ((double) a.units() + b.units());
            }
        }
        return 1;
    }
}
