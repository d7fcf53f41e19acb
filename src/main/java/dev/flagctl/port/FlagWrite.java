// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.EndMark;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import org.jspecify.annotations.Nullable;

/**
 * One change of one flag.
 *
 * @param spec which flag
 * @param before what the plan saw, or null when the flag was absent; the adapter refuses when the flag serves neither this nor {@code after}
 * @param after what it shall serve, or null to archive it
 * @param mark what becomes of its mark as at its end, once it serves {@code after}. A mark that fails where something else was changed does not fail the
 *     write
 * @param because who changes it and why, for the history that the flag service keeps; empty where nobody says
 */
public record FlagWrite(
        FlagSpec spec, @Nullable FlagState before, @Nullable FlagState after, EndMark mark, String because) {

    /** Makes a change without a word on why. */
    public FlagWrite(FlagSpec spec, @Nullable FlagState before, @Nullable FlagState after, EndMark mark) {
        this(spec, before, after, mark, "");
    }

    /** Makes a change that leaves the mark as it is. */
    public FlagWrite(FlagSpec spec, @Nullable FlagState before, @Nullable FlagState after) {
        this(spec, before, after, EndMark.LEFT);
    }
}
