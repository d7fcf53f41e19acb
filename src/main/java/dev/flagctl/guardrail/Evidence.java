// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.DataState;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Samples;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a verdict: enough to show it, and with the recorded {@link Counts} enough to replay it bit for bit.
 *
 * @param metric name of the metric
 * @param measure what the metric measures
 * @param role what the guardrail may do
 * @param verdict what it says
 * @param rule the rule in words
 * @param query what the source was asked, in its own language
 * @param from start of what was judged, inclusive; a limit judges only the newest units
 * @param to end of what was judged, exclusive
 * @param buckets how many closed buckets with traffic were judged
 * @param control sum of the control; shown for orientation, the test compares bucket by bucket
 * @param treatment sum of the treatment
 * @param statistic the test, or null for a rule that is a plain limit
 * @param words what a rule found beside the numbers of the arms, such as burn rates; or empty
 * @param state the state of the data, OK when it could be judged
 * @param hold what missing data holds up and until when, or null when it does not
 * @param counts the counts of the whole attempt, from which the same evidence can be computed again
 * @param correction by how much the source tells otherwise now of what an earlier decision was made on
 * @param warnings what the source said beside its answer
 */
public record Evidence(
        String metric,
        Measure measure,
        GuardrailRole role,
        Verdict verdict,
        String rule,
        String query,
        Instant from,
        Instant to,
        int buckets,
        Arm control,
        Arm treatment,
        @Nullable Statistic statistic,
        String words,
        DataState state,
        @Nullable DataHold hold,
        Counts counts,
        Correction correction,
        List<String> warnings) {

    public Evidence {
        warnings = List.copyOf(warnings);
    }

    /** Tells whether this guardrail alone rolls the rollout back. A guardrail that only watches may fail, and never stops. */
    public boolean stops() {
        return verdict == Verdict.FAIL && role.canStop();
    }

    /** Returns the value of the metric in the control: a fraction for shares, else in the metric's own measure; NaN without units. */
    public double controlRate() {
        return value(measure, control);
    }

    /** Returns the value of the metric in the treatment, as {@link #controlRate}. */
    public double treatmentRate() {
        return value(measure, treatment);
    }

    /** Returns a value of the metric in words: {@code 1.81%} for a share, a number for anything else. */
    public String say(double value) {
        return Sentences.value(measure, value);
    }

    /** Returns the numbers in words, such as {@code 1.81% vs control 0.36%, evidence 29 of 20}. */
    public String sentence() {
        return Sentences.of(this);
    }

    static double value(Measure measure, Arm arm) {
        return switch (measure.kind()) {
            case RATIO, RATE, SHARE_ABOVE, BURN -> arm.units() == 0 ? Double.NaN : arm.bad() / (double) arm.units();
            case MEAN, THRESHOLD -> arm.units() == 0 ? Double.NaN : arm.sum() / arm.units();
            case QUANTILE ->
                arm.distribution() instanceof Samples samples
                        ? QuantilePath.quantile(samples, measure.quantile())
                        : Double.NaN;
        };
    }
}
