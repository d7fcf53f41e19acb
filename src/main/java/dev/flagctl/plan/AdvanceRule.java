// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.DurationText;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import java.time.Duration;

/** Nothing stands in the way: enters the next stage, or finishes. Always answers. */
final class AdvanceRule implements DecisionRule {

    @Override
    public Move decide(Situation s) {
        if (s.position().kind() == PositionKind.ARCHIVED) {
            return Move.of(
                    Decision.of(
                            DecisionKind.STEADY,
                            Reason.END_OF_LIFE,
                            "archived",
                            s.position().stage()),
                    s.known());
        }
        if (finishesRollout(s)) {
            return finishRollout(s);
        }
        Stage next = s.next();
        if (next == null) {
            return Move.of(
                    Decision.of(
                            DecisionKind.STEADY,
                            Reason.NOTHING_DUE,
                            "at its end",
                            s.position().stage()),
                    s.known());
        }
        int stage = s.position().stage() + 1;
        if (next.kind() == StageKind.ARCHIVED) {
            return archive(s, stage);
        }
        if (s.mayRetry()) {
            Position retried = Positions.restarted(
                    s.position(),
                    s.feature().version(),
                    stage,
                    s.nameOf(stage),
                    s.position().retries() + 1,
                    s.now());
            String because = "retry " + retried.retries() + " of "
                    + s.feature().onFailure().retries();
            return enter(s, stage, retried, Reason.RETRY, because);
        }
        boolean first = s.position().stage() < 0;
        Reason reason = !next.kind().isRollout() ? Reason.DATE_REACHED : first ? Reason.FIRST_STAGE : Reason.BAKED;
        return enter(s, stage, s.position(), reason, because(s, reason));
    }

    /** Tells whether the rollout is baked to its end but not yet said to be done. */
    static boolean finishesRollout(Situation s) {
        return s.position().kind() == PositionKind.MOVING
                && s.trajectory().rolloutStages() > 0
                && s.position().stage() == s.trajectory().rolloutStages() - 1;
    }

    /** Enters a stage; a last stage that need not bake is done at once. */
    static Move enter(Situation s, int stage, Position from, Reason reason, String because) {
        Stage entered = s.trajectory().stages().get(stage);
        boolean last = stage == s.trajectory().rolloutStages() - 1;
        boolean done = last && entered.bake().time().isZero() && entered.bake().exposures() == 0;
        Position position = new Position(
                s.feature().version(),
                stage,
                entered.name(),
                done ? PositionKind.DONE : PositionKind.MOVING,
                s.now(),
                from.stage() < 0 && entered.kind().isRollout() ? s.now() : from.rolloutSince(),
                from.retries(),
                null,
                "",
                null,
                from.told());
        FlagState flag = s.flagAt(stage);
        return Move.of(Decision.of(DecisionKind.ADVANCE, reason, because, stage), s.recordedAs(position, flag));
    }

    private static Move finishRollout(Situation s) {
        Position position = Positions.at(s, s.position().stage(), PositionKind.DONE);
        return Move.of(
                Decision.of(
                        DecisionKind.FINISH,
                        Reason.END_OF_ROLLOUT,
                        "rollout done: " + because(s, Reason.BAKED),
                        position.stage()),
                s.known().with(position, s.known().flag(), s.feature().specDigest()));
    }

    private static Move archive(Situation s, int stage) {
        Position position = Positions.at(s, stage, PositionKind.ARCHIVED);
        return Move.archiving(
                Decision.of(DecisionKind.FINISH, Reason.END_OF_LIFE, "nobody needs the flag any more", stage),
                s.known().with(position, s.known().flag(), s.feature().specDigest()));
    }

    private static String because(Situation s, Reason reason) {
        Stage stage = s.stage();
        if (reason == Reason.DATE_REACHED) {
            return "its date has come";
        }
        if (stage == null) {
            return "first stage, every gate is open";
        }
        StringBuilder text = new StringBuilder("baked ")
                .append(DurationText.format(Duration.between(s.position().since(), s.now())))
                .append(" of ")
                .append(DurationText.format(stage.bake().time()));
        if (stage.bake().exposures() > 0) {
            text.append(", ")
                    .append(s.exposures())
                    .append(" of ")
                    .append(stage.bake().exposures())
                    .append(" exposures");
        }
        return text.append(s.feature().guardrails().isEmpty() ? "" : ", no guardrail fails")
                .toString();
    }
}
