// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The few ways in which a position changes. */
final class Positions {

    private Positions() {}

    /** Stands at another stage of the same rollout from now on. */
    static Position at(Situation s, int stage, PositionKind kind) {
        Position old = s.position();
        return new Position(
                s.feature().version(),
                stage,
                s.nameOf(stage),
                kind,
                s.now(),
                old.rolloutSince(),
                old.retries(),
                null,
                "",
                null,
                old.told());
    }

    /** Is taken back to a stage; the evidence begins anew from now on. What was paused stays paused: no retry takes the word from whoever paused it. */
    static Position rolledBack(Situation s, int stage, String reason) {
        Position old = s.position();
        boolean paused = old.kind() == PositionKind.PAUSED;
        return new Position(
                s.feature().version(),
                stage,
                s.nameOf(stage),
                paused ? PositionKind.PAUSED : PositionKind.ROLLED_BACK,
                s.now(),
                s.now(),
                retries(s),
                paused ? null : s.now().plus(s.feature().onFailure().cooldown()),
                paused ? reason + "; before that " + old.reason() : reason,
                paused ? old.by() : null,
                old.told());
    }

    /** A rollout that has cost what it may cost has no retry left: the next attempt would cost as much again. */
    private static int retries(Situation s) {
        HarmBudget harm = s.judgement() == null
                ? null
                : HarmBudget.of(s.judgement(), s.feature().risk());
        int used = s.position().retries();
        return harm != null && harm.isGone()
                ? Math.max(used, s.feature().onFailure().retries())
                : used;
    }

    /** Stops where it stands; since when it stands there is kept for the bake. */
    static Position paused(Position old, String reason, @Nullable String by, Instant now) {
        return new Position(
                old.version(),
                old.stage(),
                old.stageName(),
                PositionKind.PAUSED,
                now,
                old.rolloutSince(),
                old.retries(),
                null,
                reason,
                by,
                old.told());
    }

    /** Begins anew from a stage: bake, evidence and retries count from now on. */
    static Position restarted(Position old, String version, int stage, String stageName, int retries, Instant now) {
        return new Position(
                version, stage, stageName, PositionKind.MOVING, now, now, retries, null, "", null, old.told());
    }
}
