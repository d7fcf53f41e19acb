// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.model.Arm;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Samples;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a metric shows in a simulation.
 *
 * @param name name of the metric
 * @param measure what it measures
 * @param calm its value as long as nothing is wrong: a rate of bad units, or a value per unit
 * @param falls whether harm makes it smaller
 */
record SimulatedMetric(String name, Measure measure, double calm, boolean falls) {

    /** Raw values cost memory: so many of an arm in a minute are a sample. */
    private static final int MOST_VALUES = 40;

    /**
     * Makes a metric that its guardrail finds healthy while nothing is wrong: half of a limit, a tenth of what a floor of a share leaves, half of an error budget, the known rate; else the rate of
     * the scenario, and 1 for what is no rate.
     */
    static SimulatedMetric of(Measure measure, Guardrail guardrail, Scenario scenario) {
        Rule rule = guardrail.rule();
        boolean below = rule instanceof Rule.Threshold limit && !limit.above();
        boolean falls = measure.lowerIsWorse() || below;
        double rate = measure.kind() == MetricKind.BURN
                ? Math.min(scenario.base(), (1 - measure.objective()) / 2)
                : rule instanceof Rule.WorseThanBaseline known ? known.baseline() : scenario.base();
        double calm = measure.countsBad() ? rate : 1;
        if (rule instanceof Rule.Threshold limit) {
            double healthy =
                    below ? measure.isShare() ? 1 - (1 - limit.limit()) / 10 : limit.limit() * 2 : limit.limit() / 2;
            calm = measure.countsBad() && !below ? Math.min(rate, healthy) : healthy;
        }
        return new SimulatedMetric(guardrail.metric(), measure, calm, falls);
    }

    /** Tells whether its bad units are those of the scenario. */
    boolean isThatOf(Scenario scenario) {
        return measure.countsBad() && !falls && calm == scenario.base();
    }

    void writeSpec(ObjectNode spec) {
        spec.put("kind", measure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        spec.put("unit", measure.unit().name().toLowerCase(Locale.ROOT));
        switch (measure.kind()) {
            case SHARE_ABOVE -> spec.put("above", measure.edge());
            case QUANTILE -> spec.put("quantile", measure.quantile());
            case BURN ->
                spec.put("objective", measure.objective()).put("period", DurationText.format(measure.period()));
            case RATIO, RATE, MEAN, THRESHOLD -> {}
        }
        if (measure.lowerIsWorse()) {
            spec.put("worse", "lower");
        }
        spec.putObject("csv").put("metric", name);
    }

    /**
     * Returns what an arm shows in a minute.
     *
     * @param units of the arm, above 0
     * @param ratio of the harm, 1 for none
     * @param bad the bad units that the scenario has for this arm, or null for the metric's own
     */
    Arm arm(long units, double ratio, @Nullable Long bad, Scenario scenario, Chance chance) {
        return switch (measure.kind()) {
            case RATIO, RATE, SHARE_ABOVE, BURN ->
                Arm.of(units, bad != null ? bad : chance.bad(units, rate(ratio), scenario.burst()));
            case MEAN -> {
                double mean = value(ratio);
                double sum = units * mean + Math.sqrt((double) units) * mean * chance.gaussian();
                yield Arm.ofSums(units, sum, sum * sum / units + (units - 1) * mean * mean);
            }
            case THRESHOLD -> Arm.ofSums(1, value(ratio) * (1 + 0.02 * chance.gaussian()), 0);
            case QUANTILE -> {
                double[] values = new double[(int) Math.min(units, MOST_VALUES)];
                for (int i = 0; i < values.length; i++) {
                    values[i] = chance.exponential(value(ratio));
                }
                yield Arm.of(new Samples(values));
            }
        };
    }

    private double rate(double ratio) {
        return falls ? Math.max(0, 1 - (1 - calm) * ratio) : Math.min(1, calm * ratio);
    }

    private double value(double ratio) {
        return falls ? calm / ratio : calm * ratio;
    }
}
