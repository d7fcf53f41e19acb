// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import org.jspecify.annotations.Nullable;

/** A guardrail that fails while users are exposed takes exposure back: first and always, even while paused. */
final class GuardrailRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        Judgement judgement = s.judgement();
        // What takes exposure back is decided by the spec in force, and before a pending edit is looked at.
        if (judgement == null || s.isPending() || !s.isWatched() || !Findings.fails(judgement)) {
            return null;
        }
        return fail(s, Reason.GUARDRAIL_FAILED, Findings.sentence(judgement));
    }

    /** Does what the feature asks for on failure. */
    static @Nullable Move fail(Situation s, Reason reason, String because) {
        if (s.feature().onFailure().action() == OnFailure.Action.PAUSE) {
            return s.position().kind() == PositionKind.PAUSED ? null : pause(s, reason, because);
        }
        return rollBack(s, reason, because);
    }

    static Move pause(Situation s, Reason reason, String because) {
        Recorded standing = s.standing();
        Recorded after = standing.with(
                Positions.paused(standing.position(), because, null, s.now()), standing.flag(), standing.specDigest());
        return Move.of(
                Decision.of(DecisionKind.PAUSE, reason, because, s.position().stage()), after);
    }

    static Move rollBack(Situation s, Reason reason, String because) {
        int target = target(s);
        FlagState flag = s.flagBackAt(target);
        // Whoever is left out of a stage because its cohort is another one by now comes back through that stage.
        int stage = s.isRedefined() && flag.exposure().isNone() ? -1 : target;
        Recorded after = s.known()
                .with(Positions.rolledBack(s, stage, because), flag, s.feature().specDigest());
        return Move.of(Decision.of(DecisionKind.ROLL_BACK, reason, because, stage), after)
                .serving(s.withServedVariants(after.flag()));
    }

    /** A feature that fails again where it was taken back to goes off. */
    private static int target(Situation s) {
        if (s.position().kind() == PositionKind.ROLLED_BACK) {
            return -1;
        }
        return switch (s.feature().onFailure().to()) {
            case LAST_HEALTHY -> Math.max(-1, s.position().stage() - 1);
            case FIRST_STAGE -> s.position().stage() > 0 ? 0 : -1;
            case OFF -> -1;
        };
    }
}
