// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the error budget of a service stands: nothing is started or turned up while it burns, is gone, or is not known.
 *
 * @param metric name of the metric
 * @param state of the data
 * @param burns in words, the pair of windows in which the whole service burns too fast; or empty
 * @param left share of the budget of the period that the buckets show to be left, at most 1, below 0 when it is overdrawn; NaN without data
 * @param used share of what would be left without it that this rollout used, 0 to 1; 0 before it began, NaN when nothing would be left anyway
 * @param seen how much of the period the buckets cover
 */
public record ErrorBudget(String metric, DataState state, String burns, double left, double used, Duration seen) {

    /**
     * Reads how it stands.
     *
     * @param attempt start of the rollout, or null before it began
     */
    public static ErrorBudget of(Guardrail guardrail, Measure slo, BucketSeries series, @Nullable Instant attempt) {
        List<Bucket> buckets = series.buckets();
        DataState state = buckets.isEmpty() && series.state() == DataState.OK ? DataState.NO_TRAFFIC : series.state();
        if (buckets.isEmpty()) {
            return new ErrorBudget(guardrail.metric(), state, "", Double.NaN, Double.NaN, Duration.ZERO);
        }
        Instant end = series.watermark();
        boolean pagesOnly = guardrail.rule() instanceof Rule.Burn burn && burn.pagesOnly();
        BurnCheck service = BurnCheck.of(buckets, end, slo, false, pagesOnly);
        double extra = attempt == null ? 0 : ExtraBad.since(attempt, buckets) / service.allowed();
        double left = 1 - service.used();
        return new ErrorBudget(
                guardrail.metric(),
                state,
                service.firing(guardrail.minBadUnits()),
                left,
                extra == 0 ? 0 : left + extra > 0 ? Math.min(1, extra / (left + extra)) : Double.NaN,
                Duration.between(buckets.get(0).start(), end));
    }

    /** Says that nobody could be asked. */
    public static ErrorBudget unknown(String metric, DataState state) {
        return new ErrorBudget(metric, state, "", Double.NaN, Double.NaN, Duration.ZERO);
    }

    /** Tells whether a stage may be entered as far as this budget goes. */
    public boolean allows() {
        return isKnown() && burns.isEmpty() && left > 0;
    }

    /** Tells whether the data says how it stands. */
    public boolean isKnown() {
        return state == DataState.OK && !Double.isNaN(left);
    }

    /** Returns how it stands, in words. */
    public String sentence() {
        if (!isKnown()) {
            return "not known: " + state;
        }
        return Sentences.percent(Math.max(0, left)) + " of the budget left"
                + (Double.isNaN(used)
                        ? ", nothing of it by this rollout"
                        : ", this rollout used " + Sentences.percent(used) + " of what it found");
    }
}
