// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import org.jspecify.annotations.Nullable;

/** One of the rules that are asked in order; the first that answers decides. */
interface DecisionRule {

    /** Returns what this rule decides, or null when it has nothing to say. */
    @Nullable
    Move decide(Situation situation);
}
