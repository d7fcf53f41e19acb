// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What a metric source can say about the data behind its buckets; each has its own name because each has its own outcome. */
public enum DataState {
    /** Usable. */
    OK,
    /** The series exists and says that nobody came. */
    NO_TRAFFIC,
    /** The series does not exist. */
    NO_DATA,
    /** The newest sample is older than the source's lag. */
    STALE,
    /** Some of the expected samples are missing. */
    PARTIAL,
    /** The query failed. */
    ERROR,
    /** There are fewer units than the guardrail asks for. */
    TOO_FEW,
    /** A counter started again within the window. */
    RESET;

    /**
     * Tells whether the buckets show since when it lasts: silence does, while buckets go on to come from a source that gives a part of them, and
     * none from one that fails. Since when those last is remembered from run to run.
     */
    public boolean tellsSince() {
        return switch (this) {
            case OK, NO_TRAFFIC, NO_DATA, STALE, TOO_FEW -> true;
            case PARTIAL, ERROR, RESET -> false;
        };
    }
}
