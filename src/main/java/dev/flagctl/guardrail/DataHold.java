// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Missing;
import java.time.Instant;

/**
 * A guardrail that cannot judge for want of data, and what follows when that lasts.
 *
 * @param metric name of the metric
 * @param state what is wrong with the data, never OK
 * @param missing which arm lacks data
 * @param since since when
 * @param until when the action is due
 * @param action what is due then: the lesser of what the manifest asks for and what this state justifies
 */
public record DataHold(
        String metric, DataState state, Missing missing, Instant since, Instant until, DataDeadline.Action action) {

    /** Tells whether the deadline has passed and there is something to do about it. */
    public boolean due(Instant now) {
        return action != DataDeadline.Action.HOLD && !now.isBefore(until);
    }
}
