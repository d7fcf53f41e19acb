// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.Rule;
import org.jspecify.annotations.Nullable;

/** Tells whether the rule of a guardrail can be asked of the kind of its metric. */
final class RuleFit {

    private RuleFit() {}

    /** Returns what does not fit, or null. */
    static @Nullable String problem(Rule rule, Metric metric) {
        Measure measure = metric.measure();
        MetricKind kind = measure.kind();
        boolean fits = switch (rule.kind()) {
            case WORSE_THAN_CONTROL -> kind != MetricKind.THRESHOLD && kind != MetricKind.BURN;
            case WORSE_THAN_BASELINE -> measure.countsBad() && kind != MetricKind.BURN;
            case THRESHOLD -> kind != MetricKind.BURN;
            case BURN -> kind == MetricKind.BURN;
        };
        if (!fits) {
            return "metric \"" + metric.name() + "\" is of kind " + Words.of(kind) + ", which has no rule "
                    + Words.of(rule.kind()).replace("threshold", "above or below");
        }
        if (hasIdleMargin(rule, kind)) {
            return "metric \"" + metric.name()
                    + "\" is of kind quantile, whose test finds any difference: a margin is not read";
        }
        return rule instanceof Rule.Threshold limit && measure.isShare() && (limit.limit() > 1 || limit.limit() < 0)
                ? "the limit of a share is between 0 and 1, or 100%"
                : null;
    }

    private static boolean hasIdleMargin(Rule rule, MetricKind kind) {
        return kind == MetricKind.QUANTILE && rule instanceof Rule.WorseThanControl worse && worse.margin() > 0;
    }

    static String hint(Rule rule, Measure measure) {
        if (hasIdleMargin(rule, measure.kind())) {
            return "take the margin out; or measure the share above a limit (kind share-above), which has one";
        }
        return switch (measure.kind()) {
            case RATIO, RATE, SHARE_ABOVE -> "write worse-than: control, or a limit such as above: 5%";
            case MEAN, QUANTILE -> "write worse-than: control, or a limit with above or below";
            case BURN -> "write burn: page";
            case THRESHOLD -> "write a limit with above or below";
        };
    }
}
