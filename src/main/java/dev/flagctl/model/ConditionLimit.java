// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** Which conditions of cohorts a flag service would not serve as they are meant. */
@FunctionalInterface
public interface ConditionLimit {

    /** Returns why it would serve others than the condition means, as a sentence without a period; empty when it serves those. */
    String refusal(Condition condition);
}
