// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Samples;
import dev.flagctl.strategy.QuantileSizing;
import dev.flagctl.strategy.RampSizes;
import dev.flagctl.strategy.Sizing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shares beyond a quantile by which a plan sizes its stages are those that the test of the quantile finds. */
final class QuantilePowerTest {

    private static final int RUNS = 200;
    /** Buckets of a stage. */
    private static final int PARTS = 48;

    private final Random random = new Random(5);

    private static QuantileSizing sizing(double perSecond, double quantile, Sizing.Against against) {
        return new QuantileSizing(perSecond, quantile, false, Risk.DEFAULT.alpha(), 1, Risk.DEFAULT.power(), against);
    }

    private static RampSizes.Part stage(double share, int hours) {
        return new RampSizes.Part(share, Duration.ofHours(hours));
    }

    static Stream<Arguments> rollouts() {
        return Stream.of(
                Arguments.of("p95, half of all", sizing(0.6, 0.95, Sizing.Against.REST), List.of(stage(0.5, 1))),
                Arguments.of("p99, a tenth", sizing(3, 0.99, Sizing.Against.REST), List.of(stage(0.1, 1))),
                Arguments.of("median", sizing(0.2, 0.5, Sizing.Against.REST), List.of(stage(0.5, 1))),
                Arguments.of(
                        "a ramp",
                        sizing(1, 0.95, Sizing.Against.REST),
                        List.of(stage(0.05, 1), stage(0.25, 1), stage(0.5, 1))),
                Arguments.of("a matched control", sizing(4, 0.95, Sizing.Against.MATCHED), List.of(stage(0.1, 1))),
                Arguments.of("three days", sizing(0.03, 0.95, Sizing.Against.REST), List.of(stage(0.5, 72))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rollouts")
    void an_effect_that_a_plan_says_is_found_is_found_about_as_often_as_it_says(
            String name, QuantileSizing sizing, List<RampSizes.Part> stages) {
        double effect = logit(sizing.base() * sizing.found(stages)) - logit(sizing.base());

        assertThat(failing(sizing, stages, effect)).as("the effect").isBetween(0.7, 0.93);
        assertThat(failing(sizing, stages, effect / 2)).as("half of it").isLessThan(0.35);
        assertThat(failing(sizing, stages, 0)).as("no effect").isLessThanOrEqualTo(0.05);
    }

    /** No noise: each value is where the distribution has it. */
    @Test
    void without_noise_the_evidence_is_enough_when_the_plan_says_that_harm_is_noticed() {
        QuantileSizing sizing = sizing(2, 0.95, Sizing.Against.REST);
        double effect = logit(0.1) - logit(0.05);

        int each = (int) sizing.noticed(2, 0.5).toSeconds();
        double[] control = new double[each];
        double[] treatment = new double[each];
        for (int i = 0; i < each; i++) {
            control[i] = logit((i + 0.5) / each);
            treatment[i] = control[i] + effect;
        }

        double logE = new QuantileTest(0.95, QuantilePath.BEST, 0.05).logE(control, treatment);
        assertThat(logE).isCloseTo(Math.log(20), within(0.1));
    }

    /** The share of rollouts that fail when all values of the treatment are larger, of which that many are beyond the control's quantile. */
    private double failing(QuantileSizing sizing, List<RampSizes.Part> stages, double effect) {
        int failed = 0;
        for (int run = 0; run < RUNS; run++) {
            Reading reading = new Reading(
                    Given.worse("time", GuardrailRole.GUARD),
                    Measure.quantile(sizing.quantile(), false, MetricUnit.USER),
                    Given.series(buckets(sizing, stages, effect)),
                    Given.START,
                    0.5,
                    null);
            failed += Given.judge(reading).verdict() == Verdict.FAIL ? 1 : 0;
        }
        return failed / (double) RUNS;
    }

    private List<Bucket> buckets(QuantileSizing sizing, List<RampSizes.Part> stages, double effect) {
        List<Bucket> buckets = new ArrayList<>();
        Instant at = Given.START;
        for (RampSizes.Part stage : stages) {
            Duration length = stage.lasts().dividedBy(PARTS);
            double units = sizing.unitsPerSecond() * length.toSeconds() * stage.share();
            double controls = sizing.against() == Sizing.Against.MATCHED ? 1 : 1 / stage.share() - 1;
            for (int i = 0; i < PARTS; i++) {
                buckets.add(new Bucket(at, length, arm(units * controls, 0), arm(units, effect)));
                at = at.plus(length);
            }
        }
        return buckets;
    }

    /** Values of a logistic distribution, moved by an effect. */
    private Arm arm(double units, double effect) {
        double[] values = new double[(int) Math.round(units)];
        for (int i = 0; i < values.length; i++) {
            values[i] = logit(1 - random.nextDouble()) + effect;
        }
        return Arm.of(new Samples(values));
    }

    private static double logit(double share) {
        return Math.log(share / (1 - share));
    }
}
