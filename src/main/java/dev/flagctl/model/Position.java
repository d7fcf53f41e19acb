// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a feature is on its trajectory.
 *
 * @param version version of the feature it was decided for
 * @param stage index into the trajectory's stages, from 0; -1 before the first
 * @param stageName name of that stage, empty before the first
 * @param kind how it stands there
 * @param since when it came to stand there
 * @param rolloutSince when the evidence of this rollout began; a new version or a retry begins anew
 * @param retries how often this version tried again by itself after a rollback
 * @param cooldownUntil before this nothing is tried again, or null
 * @param reason why it was paused or rolled back; empty otherwise
 * @param by who paused it, or null when flagctl did or nobody
 * @param told keys of the dated notices that were sent
 */
public record Position(
        String version,
        int stage,
        String stageName,
        PositionKind kind,
        Instant since,
        Instant rolloutSince,
        int retries,
        @Nullable Instant cooldownUntil,
        String reason,
        @Nullable String by,
        Set<String> told) {

    public Position {
        told = Set.copyOf(told);
    }

    /** As a record has it, but without a call site that the JVM links at run time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Position position
                && stage == position.stage
                && retries == position.retries
                && kind == position.kind
                && version.equals(position.version)
                && stageName.equals(position.stageName)
                && since.equals(position.since)
                && rolloutSince.equals(position.rolloutSince)
                && Objects.equals(cooldownUntil, position.cooldownUntil)
                && reason.equals(position.reason)
                && Objects.equals(by, position.by)
                && told.equals(position.told);
    }

    @Override
    public int hashCode() {
        return (version.hashCode() * 31 + stage) * 31 + since.hashCode();
    }

    /** Returns the same position under another number or name of its stage. */
    public Position at(int otherStage, String otherName) {
        return new Position(
                version, otherStage, otherName, kind, since, rolloutSince, retries, cooldownUntil, reason, by, told);
    }

    /** Returns a feature that has not begun. */
    public static Position start(String version, Instant now) {
        return new Position(version, -1, "", PositionKind.MOVING, now, now, 0, null, "", null, Set.of());
    }
}
