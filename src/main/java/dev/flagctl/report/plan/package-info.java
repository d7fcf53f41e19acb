// SPDX-License-Identifier: Apache-2.0
/** Views of plans. Begin with {@link dev.flagctl.report.plan.PlanViews}. May import model, guardrail, plan and report. */
@NullMarked
package dev.flagctl.report.plan;

import org.jspecify.annotations.NullMarked;
