// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.Unreadable;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.model.MetricUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Takes the number in one attribute of each outcome: above an edge or not, summed up for each user or event, or kept. */
final class EventValue {

    private final String attribute;
    private final int slot;
    private final Measure measure;
    private final QueryTally tally;
    private final @Nullable UserSums control;
    private final @Nullable UserSums treatment;
    private long outcomes;
    private long lacking;

    EventValue(String attribute, Attributes attributes, Metric metric, QueryTally tally) {
        this.attribute = attribute;
        this.slot = attributes.slot(attribute);
        this.measure = metric.measure();
        this.tally = tally;
        boolean perUser = measure.kind() == MetricKind.MEAN && measure.unit() == MetricUnit.USER;
        this.control = perUser ? new UserSums(tally, false) : null;
        this.treatment = perUser ? new UserSums(tally, true) : null;
    }

    /** Tells whether a kind of metric is made of values. */
    static boolean serves(MetricKind kind) {
        return switch (kind) {
            case MEAN, QUANTILE, THRESHOLD, SHARE_ABOVE -> true;
            case RATIO, RATE, BURN -> false;
        };
    }

    /** Takes the value of the line at hand, an outcome of this arm. */
    void take(Attributes line, long time, boolean treated) {
        outcomes++;
        double value = line.number(slot);
        UserSums users = treated ? treatment : control;
        if (!Double.isFinite(value) || (users != null && !line.hasUser())) {
            // It is not zero, nor is it nothing: too many of them, and the rest does not stand for all.
            lacking++;
        } else if (users != null) {
            users.add(line.user(), time, value);
        } else if (measure.kind() == MetricKind.SHARE_ABOVE) {
            tally.add(time, treated, 1, value > measure.edge() ? 1 : 0);
        } else {
            tally.addValue(time, treated, value);
        }
    }

    /** Returns ERROR when no outcome had a value, PARTIAL when more than a tenth had none, else OK. */
    DataState state() {
        if (lacking == 0) {
            return DataState.OK;
        }
        return lacking == outcomes
                ? DataState.ERROR
                : lacking > Unreadable.PARTIAL * outcomes ? DataState.PARTIAL : DataState.OK;
    }

    /** Hands over what was gathered for each user. */
    void end() {
        if (lacking > 0) {
            tally.warn(String.format(
                    Locale.ROOT,
                    "%,d of %,d outcomes have no number in \"%s\"%s and are left out",
                    lacking,
                    outcomes,
                    attribute,
                    control == null ? "" : ", or no \"feature_flag.context.id\","));
        }
        if (control != null && treatment != null) {
            control.addToTally();
            treatment.addToTally();
        }
    }

    @Override
    public String toString() {
        return attribute;
    }
}
