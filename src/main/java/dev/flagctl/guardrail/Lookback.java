// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Rule;
import java.time.Duration;
import java.time.Instant;

/** How far before a rollout the data of a guardrail must reach. */
public final class Lookback {

    /** So many buckets from before a rollout tell how much bad units vary, and so which test fits. */
    private static final int BUCKETS = 120;

    /** The whole period of an error budget is asked for when it has at most so many buckets: 30 days of 5 minutes. */
    private static final int MOST = 10_000;

    private Lookback() {}

    /** Returns the start of the period of a metric that is an error budget; {@code now} for any other. */
    public static Instant period(Metric metric, Instant now) {
        return metric.kind() == MetricKind.BURN ? now.minus(metric.measure().period()) : now;
    }

    /** Returns the start of what must be asked for in buckets of the metric, at or before the start of the attempt. */
    public static Instant from(Guardrail guardrail, Metric metric, Instant attempt, Instant now) {
        return switch (guardrail.rule().kind()) {
            case THRESHOLD, WORSE_THAN_BASELINE -> attempt;
            case WORSE_THAN_CONTROL ->
                metric.measure().countsBad() && metric.measure().unit() == MetricUnit.REQUEST
                        ? attempt.minus(metric.bucket().multipliedBy(BUCKETS))
                        : attempt;
            case BURN -> {
                Duration longest = Duration.ZERO;
                for (BurnWindow window : BurnWindow.ALL) {
                    boolean asked = window.page() || !((Rule.Burn) guardrail.rule()).pagesOnly();
                    longest = asked ? window.longWindow() : longest;
                }
                Duration period = metric.measure().period();
                boolean whole = period.compareTo(metric.bucket().multipliedBy(MOST)) <= 0;
                Instant window = now.minus(whole && period.compareTo(longest) > 0 ? period : longest);
                yield window.isBefore(attempt) ? window : attempt;
            }
        };
    }
}
