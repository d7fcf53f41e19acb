// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Plan;

/** One way to show a plan. */
public interface PlanView {

    /** Returns the whole text, each line with its end; the same for the same plan and cover. */
    String render(Plan plan, PlanCover cover);
}
