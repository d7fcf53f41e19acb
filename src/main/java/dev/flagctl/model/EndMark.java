// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What a write does to the mark by which a flag service shows people that a flag is at its end: stale, or deprecated. Nobody is served otherwise for it. */
public enum EndMark {
    /** It stays as it is, whoever set it. */
    LEFT,
    /** The feature is deprecated or further on its way out: the flag is marked. */
    SET,
    /** The feature was on its way out and is no more: the mark, which flagctl set, goes. */
    CLEARED;

    /** Tells whether a flag that is marked, or not, must be changed for it. */
    public boolean changes(boolean marked) {
        return (this == SET && !marked) || (this == CLEARED && marked);
    }
}
