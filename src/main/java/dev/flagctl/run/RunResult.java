// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.plan.Plan;

/**
 * How a run ended.
 *
 * @param plan what was to be done
 * @param done how many tasks are done
 * @param failed how many failed
 * @param skipped how many were not tried
 * @param live how many of the done ones changed what users get
 * @param rolledBack how many guardrails rolled back
 * @param interrupted whether it was stopped before its end
 */
public record RunResult(Plan plan, int done, int failed, int skipped, int live, int rolledBack, boolean interrupted) {

    /** Tells whether some tasks took effect and some did not. */
    public boolean isPartial() {
        return live > 0 && (failed > 0 || skipped > 0);
    }
}
