// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.Samples;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the tests that are named by their user have in common: what they are given, and how their answers are told. */
final class TestAnswer {

    final TestKind kind;
    final AnalysisInput input;
    final Parameters given;
    final List<Bucket> buckets;
    final Map<String, Double> numbers = new LinkedHashMap<>();

    TestAnswer(TestKind kind, AnalysisInput input, Parameters given) {
        this.kind = kind;
        this.input = input;
        this.given = given;
        this.buckets = input.judged();
    }

    Analysis evidence(double logE, double maxLogE, Analysis.@Nullable Estimate estimate) {
        double limit = -StrictMath.log(given.alpha());
        Verdict verdict = maxLogE >= limit
                ? Verdict.FAIL
                : logE >= Comparison.LOG_LEANS_TO_HARM ? Verdict.UNDECIDED : Verdict.PASS;
        return result(verdict, logE, maxLogE, Math.min(1, StrictMath.exp(-maxLogE)), estimate);
    }

    Analysis fixed(double p) {
        return result(p <= given.alpha() ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, p, null);
    }

    Analysis result(Verdict verdict, double logE, double maxLogE, double p, Analysis.@Nullable Estimate estimate) {
        return new Analysis(
                input.metric(), kind, "asked for", verdict, logE, maxLogE, p, estimate, numbers, verdict.name());
    }

    void needCounts() {
        if (!input.measure().countsBad()) {
            throw new IllegalArgumentException(
                    "the test " + kind.word() + " needs units and bad units (n and x), not sums or values");
        }
    }

    Samples samples(boolean treatment) {
        if (Counts.total(buckets, treatment).distribution() instanceof Samples samples && samples.total() > 0) {
            return samples;
        }
        throw new IllegalArgumentException("the test " + kind.word() + " needs raw values of both arms");
    }
}
