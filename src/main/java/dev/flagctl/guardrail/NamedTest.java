// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Measure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** Applies one test with its parameters to some data, so that everybody can check the engine. */
final class NamedTest {

    private final TestKind kind;
    private final AnalysisInput input;
    private final Parameters given;
    private final TestAnswer answer;
    private final CountTests counts;
    private final ValueTests values;
    private final OneLookTests oneLook;

    NamedTest(TestKind kind, AnalysisInput input, Parameters given) {
        this.kind = kind;
        this.input = input;
        this.given = given;
        this.answer = new TestAnswer(kind, input, given);
        this.counts = new CountTests(answer);
        this.values = new ValueTests(answer);
        this.oneLook = new OneLookTests(answer);
    }

    Analysis run() {
        double r0 = 1 + given.of("margin", 0);
        double alpha = given.alpha();
        return switch (kind) {
            case SAFE_2X2 -> {
                double own = given.of("prior-treatment", Double.NaN);
                double prior = given.of("prior", ProportionTest.PRIOR);
                yield counts.sequential(new ProportionTest(r0, given.oneSided(), prior, own));
            }
            case CONDITIONAL -> counts.sequential(new RatioTest(given.all("grid", ratios()), r0));
            case SHARE_BET -> {
                answer.harmOnly();
                if (!TestChoice.matched(answer.buckets)) {
                    answer.how("but its numbers are only right for arms of the same size, which these are not");
                }
                yield counts.sequential(new ShareBetTest(r0));
            }
            case BUCKET_ASYMPCS -> {
                answer.harmOnly();
                yield counts.sequential(new BucketDifferenceTest(r0, alpha));
            }
            case BASELINE -> counts.baseline();
            case MAXSPRT -> counts.maxSprt();
            case ASYMPCS -> values.means();
            case QUANTILE_AB -> values.quantile();
            case MULTINOMIAL_SRM -> counts.split();
            case MANN_WHITNEY -> oneLook.ranks();
            case DISTRIBUTION -> oneLook.distribution();
            case GROUP_SEQUENTIAL -> oneLook.groupSequential();
            case Z -> oneLook.z();
            case BURN -> burn();
            case LIMIT -> throw new IllegalArgumentException("a limit is no test; write it as --above or --below");
        };
    }

    /** For two sides the same ratios in the other direction as well. */
    private double[] ratios() {
        double[] worse = RatioTest.WORSE;
        if (given.oneSided()) {
            return worse;
        }
        double[] both = Arrays.copyOf(worse, 2 * worse.length);
        for (int i = 0; i < worse.length; i++) {
            both[worse.length + i] = 1 / worse[i];
        }
        return both;
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
        Instant end = answer.buckets.isEmpty()
                ? Instant.EPOCH
                : answer.buckets.get(answer.buckets.size() - 1).end();
        BurnCheck check = BurnCheck.of(answer.buckets, end, slo, given.of("treatment-only", 0) > 0, false);
        for (BurnCheck.Pair pair : check.pairs()) {
            String window = DurationText.format(pair.window().longWindow());
            answer.numbers.put("burn " + window, pair.burnLong());
            answer.numbers.put("burn " + DurationText.format(pair.window().shortWindow()), pair.burnShort());
            answer.numbers.put("threshold " + window, pair.threshold());
        }
        answer.numbers.put("budget used", check.used());
        return answer.result(
                check.fires(0) ? Verdict.FAIL : Verdict.PASS, Double.NaN, Double.NaN, Double.NaN, badShare());
    }

    /** The share of bad units that the burn is of, over all buckets. */
    private Analysis.Estimate badShare() {
        Arm control = Counts.total(answer.buckets, false);
        Arm treatment = Counts.total(answer.buckets, true);
        Arm all = given.of("treatment-only", 0) > 0 ? treatment : control.plus(treatment);
        return LevelEstimate.ofShare(all, given.alpha());
    }
}
