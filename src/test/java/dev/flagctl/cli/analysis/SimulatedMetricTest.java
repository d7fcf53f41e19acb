// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a simulated metric shows could have been measured. */
final class SimulatedMetricTest {

    /** Cauchy and Schwarz: (Σx)² ≤ n Σx². A source refuses a row that breaks it, and few units would lose their largest values. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5, 200})
    void the_sums_of_a_mean_are_those_of_some_values(long units) {
        SimulatedMetric revenue = new SimulatedMetric("revenue", Measure.mean(true, MetricUnit.USER), 10, true);
        Chance chance = new Chance(1);

        for (int minute = 0; minute < 1000; minute++) {
            Arm arm = revenue.arm(units, 1, null, Scenario.preset("baseline"), chance);

            assertThat(arm.sum() * arm.sum()).isLessThanOrEqualTo(units * arm.sumOfSquares() * (1 + 1e-9));
        }
    }
}
