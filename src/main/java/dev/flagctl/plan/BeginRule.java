// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.strategy.Trajectories;
import org.jspecify.annotations.Nullable;

/** A feature that the ledger does not know yet: creates its flag, or takes over the one that is there as it is. */
final class BeginRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        if (s.recorded() != null) {
            return null;
        }
        ObservedFlag flag = s.flag();
        if (flag.presence() == ObservedFlag.Presence.ABSENT) {
            return create(s);
        }
        FlagState state = flag.state();
        if (state == null) {
            String why = flag.presence() == ObservedFlag.Presence.ARCHIVED ? "it is archived" : flag.unreadable();
            return Move.of(
                    Decision.hold(
                            Reason.UNREADABLE_FLAG,
                            "flag " + flag.key() + " exists and cannot be taken over: " + why,
                            -1,
                            new Hold(
                                    "a flag that can be read: " + why,
                                    s.now(),
                                    null,
                                    s.feature().owner())),
                    null);
        }
        return adopt(s, state);
    }

    private static Move create(Situation s) {
        Position start = Position.start(s.feature().version(), s.now());
        FlagState off = s.feature().flagWith(Exposure.NONE);
        Stage first = s.next();
        if (first == null) {
            return Move.of(
                    Decision.of(DecisionKind.FINISH, Reason.FIRST_STAGE, "created, serves off", -1),
                    recorded(s, withKind(start, PositionKind.DONE), off));
        }
        int wayOut = s.wayOutBegun();
        if (wayOut >= 0) {
            return AdvanceRule.enter(
                    s, wayOut, start, Reason.DATE_REACHED, "its deprecation date has come: serves off");
        }
        GateAnswer gate = s.gates().ask(first);
        if (gate.isOpen()) {
            return AdvanceRule.enter(s, 0, start, Reason.FIRST_STAGE, "first stage, every gate is open");
        }
        Hold hold = new Hold(gate.waitsFor(), s.now(), gate.until(), gate.releasedBy());
        return Move.of(
                Decision.hold(gate.reason(), "created, serves off; waits for " + gate.waitsFor(), -1, hold),
                recorded(s, start, off));
    }

    private static Move adopt(Situation s, FlagState state) {
        int last = s.trajectory().rolloutStages() - 1;
        boolean done = last < 0 || s.trajectory().stages().get(last).exposure().equals(state.exposure());
        int stage = done
                ? last
                : Trajectories.locate(s.trajectory(), Position.start(s.feature().version(), s.now()), state.exposure());
        Position position = new Position(
                s.feature().version(),
                stage,
                s.nameOf(stage),
                done ? PositionKind.DONE : PositionKind.MOVING,
                s.now(),
                s.now(),
                0,
                null,
                "",
                null,
                java.util.Set.of());
        return Move.of(
                Decision.of(
                        DecisionKind.CORRECT,
                        Reason.FOUND_AS_WANTED,
                        "flag " + s.flag().key() + " is there and serves " + state.exposure() + ": taken over as it is",
                        stage),
                recorded(s, position, state));
    }

    private static Position withKind(Position p, PositionKind kind) {
        return new Position(
                p.version(),
                p.stage(),
                p.stageName(),
                kind,
                p.since(),
                p.rolloutSince(),
                p.retries(),
                null,
                "",
                null,
                p.told());
    }

    private static Recorded recorded(Situation s, Position position, FlagState flag) {
        return s.recordedAs(position, flag);
    }
}
