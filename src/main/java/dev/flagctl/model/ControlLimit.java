// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** Which control groups as large as the treatment a flag service cannot keep. */
@FunctionalInterface
public interface ControlLimit {

    /** None: a variant has its slots wherever a state says. */
    ControlLimit NONE = state -> "";

    /** All of them: it cannot place the last slots by the hash of the first. */
    ControlLimit ALL = state ->
            "its flag service can keep no control group as large as the treatment, and serve.rest asks for one";

    /**
     * Returns why others than the state says would be in the group, as a sentence without a period; empty when it can be kept.
     *
     * @param state one with a {@link FlagState#control}
     */
    String refusal(FlagState state);
}
