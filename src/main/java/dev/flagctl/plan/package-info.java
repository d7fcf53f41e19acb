// SPDX-License-Identifier: Apache-2.0
/**
 * Plans and decisions as data and pure functions: what is due now, what follows, and why. Begin with {@link dev.flagctl.plan.Planner}. May
 * import model, diag, strategy, guardrail and governance.
 */
@NullMarked
package dev.flagctl.plan;

import org.jspecify.annotations.NullMarked;
