// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When and how a feature goes away.
 *
 * @param outcome whether users move away from the behaviour or keep it
 * @param deprecate from when on it is deprecated; start of the day in UTC when the manifest gives a date
 * @param remove when the last phase-out stage has baked and the flag is archived
 * @param notices how long before {@code remove} people are told, largest first
 * @param successor what takes over, or null
 * @param phaseOut falling shares of the way out, ending at 0 %; empty when the behaviour is kept
 * @param bake how long each phase-out stage lasts
 * @param require evidence without which the flag is not archived
 * @param source where it is written
 */
public record Sunset(
        Outcome outcome,
        Instant deprecate,
        Instant remove,
        List<Duration> notices,
        @Nullable Successor successor,
        List<Percent> phaseOut,
        Duration bake,
        Require require,
        SourceRef source) {

    public Sunset {
        notices = List.copyOf(notices);
        phaseOut = List.copyOf(phaseOut);
    }

    /** What stays when the flag is gone. */
    public enum Outcome {
        /** Users move away from the treatment. */
        REMOVE,
        /** Everybody keeps the treatment; only the flag goes. */
        KEEP
    }

    /**
     * What takes over from the treatment.
     *
     * @param feature another feature, which must serve everybody before the phase-out begins, or null
     * @param variants variant of this feature to variant of the successor
     * @param variant a variant of this feature's own flag that leavers get instead of the control, or null
     */
    public record Successor(
            @Nullable String feature,
            Map<String, String> variants,
            @Nullable String variant) {
        public Successor {
            variants = Map.copyOf(variants);
        }
    }

    /**
     * Evidence that nobody needs the flag.
     *
     * @param codeReferences at most this many references in code, or null for no demand
     * @param evaluationsBelow fewer evaluations than this within {@code evaluationsFor}, or null for no demand
     * @param evaluationsFor length of the window
     */
    public record Require(
            @Nullable Integer codeReferences, @Nullable Long evaluationsBelow, Duration evaluationsFor) {

        public static final Require NOTHING = new Require(null, null, Duration.ofDays(7));
    }
}
