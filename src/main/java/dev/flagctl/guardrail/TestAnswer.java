// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.Samples;
import java.util.ArrayList;
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
    private final List<Analysis.Look> path = new ArrayList<>();
    private final boolean followed;
    private String how = "asked for";
    private int looks;
    private double logE;
    private double maxLogE;

    TestAnswer(TestKind kind, AnalysisInput input, Parameters given) {
        this.kind = kind;
        this.input = input;
        this.given = given;
        this.buckets = input.judged();
        this.followed = given.of("path", 0) > 0;
    }

    /** Notes the evidence after the next bucket. */
    void look(double evidence) {
        looks++;
        logE = evidence;
        maxLogE = Math.max(maxLogE, evidence);
        if (followed) {
            path.add(new Analysis.Look(looks, evidence, p()));
        }
    }

    /** Says more of how the test was done. */
    void how(String words) {
        how = "asked for; " + words;
    }

    /** The risk of each end of an interval: all of it for one side, half of it for two. */
    double riskOfAnEnd() {
        return given.oneSided() ? given.alpha() : given.alpha() / 2;
    }

    /** Refuses to look in both directions with a test that bets on harm only. */
    void harmOnly() {
        if (!given.oneSided()) {
            throw new IllegalArgumentException(
                    "the test " + kind.word() + " looks for harm only: leave --sided two out");
        }
    }

    /** Answers with the looks so far. */
    Analysis evidence(Analysis.@Nullable Estimate estimate) {
        double limit = -StrictMath.log(given.alpha());
        Verdict verdict = maxLogE >= limit
                ? Verdict.FAIL
                : logE >= Comparison.LOG_LEANS_TO_HARM ? Verdict.UNDECIDED : Verdict.PASS;
        return result(verdict, logE, maxLogE, p(), estimate);
    }

    Analysis fixed(double p, Analysis.@Nullable Estimate estimate) {
        double known = whoIsMissing().isEmpty() ? p : Double.NaN;
        Verdict verdict =
                known <= given.alpha() ? Verdict.FAIL : Double.isNaN(known) ? Verdict.UNDECIDED : Verdict.PASS;
        return result(verdict, Double.NaN, Double.NaN, known, estimate);
    }

    /** Answers; a PASS needs somebody of whom it is said. */
    Analysis result(Verdict verdict, double logE, double maxLogE, double p, Analysis.@Nullable Estimate estimate) {
        String missing = whoIsMissing();
        Verdict told = verdict == Verdict.PASS && !missing.isEmpty() ? Verdict.UNDECIDED : verdict;
        String because = missing.isEmpty() ? how : how + "; there are no units of " + missing;
        return new Analysis(
                input.metric(), kind, because, told, logE, maxLogE, p, ends(estimate), numbers, path, told.name());
    }

    /** Returns which arm has no units without which the test knows nothing; empty when none is missing. */
    private String whoIsMissing() {
        boolean control = buckets.stream().anyMatch(bucket -> bucket.control().units() > 0);
        boolean treatment =
                buckets.stream().anyMatch(bucket -> bucket.treatment().units() > 0);
        boolean counted = input.counts().stream().flatMap(List::stream).anyMatch(units -> units > 0);
        String both = control || treatment || counted ? "" : "any arm";
        return switch (kind) {
            case MULTINOMIAL_SRM, BURN -> both;
            case BASELINE -> treatment ? "" : "the treatment";
            case MAXSPRT -> treatment || !Double.isNaN(given.of("expected", Double.NaN)) ? "" : "the treatment";
            default -> control && treatment ? "" : control ? "the treatment" : treatment ? "the control" : "any arm";
        };
    }

    /** An end of which nothing is known is not bounded. */
    private static Analysis.@Nullable Estimate ends(Analysis.@Nullable Estimate estimate) {
        return estimate == null
                ? null
                : new Analysis.Estimate(
                        estimate.of(),
                        estimate.value(),
                        Double.isNaN(estimate.lower()) ? Double.NEGATIVE_INFINITY : estimate.lower(),
                        Double.isNaN(estimate.upper()) ? Double.POSITIVE_INFINITY : estimate.upper());
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
        throw new IllegalArgumentException("the test " + kind.word() + " needs raw values of both arms (samples)");
    }

    private double p() {
        return Math.min(1, StrictMath.exp(-maxLogE));
    }
}
