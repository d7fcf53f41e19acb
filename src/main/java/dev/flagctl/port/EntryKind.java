// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

/** What an entry of the ledger says. */
public enum EntryKind {
    /** A plan is about to be carried out. */
    RUN_STARTED,
    RUN_ENDED,
    /** A task is about to make its first call. */
    TASK_STARTED,
    TASK_DONE,
    TASK_FAILED,
    /** A feature has a new spec, given in full. */
    SPEC,
    /** A decision changed a feature's position, with its evidence. */
    DECISION,
    /** A flag was taken over as it was found. */
    ADOPTED,
    /** The data of a guardrail cannot be used any more, or can again. */
    DATA,
    APPROVED,
    REJECTED,
    /** A lease was broken by a person. */
    UNLOCKED,
    /** Evidence of old entries was dropped. */
    PRUNED
}
