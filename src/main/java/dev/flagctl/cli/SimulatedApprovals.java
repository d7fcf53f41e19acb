// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.model.Recorded;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says yes where a stage of a simulated rollout waits for it, after the time that people take in its scenario. */
final class SimulatedApprovals {

    private final Workspace workspace;
    /** Minutes; below 0 for never. */
    private final int after;

    private @Nullable Instant asked;

    SimulatedApprovals(Workspace workspace, int after) {
        this.workspace = workspace;
        this.after = after;
    }

    /** Tells whether it waits for a yes that never comes. */
    boolean neverComes(Change change) {
        return after < 0 && isAsked(change);
    }

    /** Tells whether somebody said yes just now. */
    boolean comes(Change change, Instant now) {
        Hold hold = change.decision().hold();
        if (hold == null || !isAsked(change)) {
            asked = null;
            return false;
        }
        asked = asked == null ? now : asked;
        if (after < 0 || now.isBefore(asked.plus(Duration.ofMinutes(after)))) {
            return false;
        }
        Recorded recorded = change.recorded();
        int next = recorded == null ? 0 : recorded.position().stage() + 1;
        ApprovalRecord yes = new ApprovalRecord(
                change.key(),
                change.version(),
                change.trajectory().stages().get(next).name(),
                hold.releasedBy(),
                hold.releasedBy(),
                true,
                "simulated",
                now);
        workspace.tick().approve(List.of(yes), workspace.identity());
        asked = null;
        return true;
    }

    private static boolean isAsked(Change change) {
        return change.decision().hold() != null && change.decision().reason() == Reason.GATE_APPROVAL;
    }
}
