// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.MINUTE;
import static dev.flagctl.guardrail.Given.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Risk;
import dev.flagctl.strategy.MeanSizing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The units by which a plan sizes a mean are those that its test needs. */
final class MeanPowerTest {

    private static final int RUNS = 300;
    private static final int MINUTES = 60;

    private final Random random = new Random(11);

    /** The share of rollouts that fail within the sized units, when the treatment's mean of 1 is higher by a fraction. */
    private double failing(double change) {
        double units = new MeanSizing(1, 1, Risk.DEFAULT.alpha(), Risk.DEFAULT.power()).units(0.1, 0.5);
        long each = Math.round(units / MINUTES);
        int failed = 0;
        for (int run = 0; run < RUNS; run++) {
            List<Bucket> buckets = new ArrayList<>();
            for (int i = 0; i < MINUTES; i++) {
                buckets.add(new Bucket(minute(i), MINUTE, arm(each, 1), arm(each, 1 + change)));
            }
            Reading reading = new Reading(
                    Given.worse("time", GuardrailRole.GUARD),
                    Measure.mean(false, MetricUnit.USER),
                    Given.series(buckets),
                    Given.START,
                    0.5,
                    null);
            failed += Given.judge(reading).verdict() == Verdict.FAIL ? 1 : 0;
        }
        return failed / (double) RUNS;
    }

    private Arm arm(long units, double mean) {
        double sum = 0;
        double squares = 0;
        for (long i = 0; i < units; i++) {
            double value = mean + random.nextGaussian();
            sum += value;
            squares += value * value;
        }
        return Arm.ofSums(units, sum, squares);
    }

    @Test
    void a_change_that_a_plan_says_is_found_is_found_about_as_often_as_it_says() {
        assertThat(failing(0.1)).isBetween(0.7, 0.95);
        assertThat(failing(0)).isLessThanOrEqualTo(0.05);
    }
}
