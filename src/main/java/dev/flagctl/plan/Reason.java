// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

/** Why a decision was made, as a word that machines can compare; the sentence for people stands beside it in the decision. */
public enum Reason {
    GUARDRAIL_FAILED,
    TURNED_DOWN_OUTSIDE,
    TURNED_UP_OUTSIDE,
    CHANGED_OUTSIDE,
    UNREADABLE_FLAG,
    AWAITS_FLAG_SERVICE,
    CLIENTS_BEHIND,
    CLIENTS_CAUGHT_UP,
    PAUSED,
    COOLDOWN,
    ROLLED_BACK_FOR_GOOD,
    DATA_MISSING,
    NOT_ENOUGH_EVIDENCE,
    BAKE_TIME,
    BAKE_EXPOSURES,
    GATE_ENVIRONMENT,
    GATE_APPROVAL,
    GATE_DATE,
    GATE_SUCCESSOR,
    GATE_UNUSED,
    BAKED,
    FIRST_STAGE,
    RETRY,
    DATE_REACHED,
    NEW_SPEC,
    FOUND_AS_WANTED,
    END_OF_ROLLOUT,
    END_OF_LIFE,
    MANIFEST_GONE,
    NOTHING_DUE,
    KILLED_BY_PERSON,
    ASKED_BY_PERSON
}
