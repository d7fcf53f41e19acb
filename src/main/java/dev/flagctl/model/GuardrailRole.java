// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What a guardrail may do: critical and guard can stop a rollout, watch only reports; missing data of a critical one weighs more. */
public enum GuardrailRole {
    CRITICAL,
    GUARD,
    WATCH;

    /** Tells whether a guardrail of this role can stop a rollout. */
    public boolean canStop() {
        return this != WATCH;
    }
}
