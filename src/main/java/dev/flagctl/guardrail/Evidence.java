// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.DataState;
import dev.flagctl.model.GuardrailRole;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is behind a verdict: enough to show it, and with the recorded {@link Counts} enough to replay it bit for bit.
 *
 * @param metric name of the metric
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
 * @param state the state of the data, OK when it could be judged
 * @param hold what missing data holds up and until when, or null when it does not
 * @param digest digest of the counts of the whole attempt
 * @param warnings what the source said beside its answer
 */
public record Evidence(
        String metric,
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
        DataState state,
        @Nullable DataHold hold,
        String digest,
        List<String> warnings) {

    public Evidence {
        warnings = List.copyOf(warnings);
    }

    /** Tells whether this guardrail alone rolls the rollout back. A guardrail that only watches may fail, and never stops. */
    public boolean stops() {
        return verdict == Verdict.FAIL && role.canStop();
    }

    /** Returns the bad share of the control as a fraction, NaN without units. */
    public double controlRate() {
        return rate(control);
    }

    /** Returns the bad share of the treatment as a fraction, NaN without units. */
    public double treatmentRate() {
        return rate(treatment);
    }

    /** Returns the numbers in words, such as {@code 1.81% vs control 0.36%, evidence 29 of 20}. */
    public String sentence() {
        return Sentences.of(this);
    }

    private static double rate(Arm arm) {
        return arm.units() == 0 ? Double.NaN : arm.bad() / (double) arm.units();
    }
}
