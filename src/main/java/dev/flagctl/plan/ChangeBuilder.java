// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Clients;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.strategy.Edit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the change of a move: what happens to the flag, whom it reaches, what follows, and the tasks. */
final class ChangeBuilder {

    private final Project project;
    private final boolean allowRebucketing;

    ChangeBuilder(Project project, boolean allowRebucketing) {
        this.project = project;
        this.allowRebucketing = allowRebucketing;
    }

    Change build(Situation s, Move move, @Nullable Recorded before, Observation observation) {
        FlagState serves = s.found().state();
        Capabilities can = observation.capabilities().get(s.key().environment());
        Recorded decided = NoticeTexts.withTold(s, move);
        FlagState wanted = move.serves();
        ChangeAction action = action(serves, wanted, move, s);
        EndMark mark = move.archives() ? EndMark.LEFT : EndMarks.of(s, before, decided, can);
        boolean marks = mark != EndMark.LEFT && serves != null;
        boolean accepts = allowRebucketing && Rebucketing.isByEngine(before, can);
        boolean due = action != ChangeAction.NO_OP || (decided != null && !decided.equals(before)) || accepts || marks;
        Recorded after = due ? withAudiences(withBucketing(decided, before, can, action), serves, action) : decided;
        List<Task> tasks =
                due && after != null ? new TaskList(s, move, before).of(action, serves, after, mark) : List.of();
        boolean moves = move.decision().kind() != DecisionKind.STEADY;
        return new Change(
                s.key(),
                s.feature().version(),
                s.feature().owner(),
                s.feature().type(),
                s.feature().source(),
                action,
                move.decision(),
                serves,
                action == ChangeAction.NO_OP ? serves : wanted,
                before,
                after,
                s.trajectory(),
                moves && after != null
                        ? Timelines.of(s.trajectory(), Outlooks.of(s), after.position(), s.now())
                        : List.of(),
                moves
                        ? Impacts.of(
                                s, project, wanted == null ? serves : wanted, moved(s, wanted, action, before, can))
                        : Impact.UNKNOWN,
                s.judgement(),
                ControlKind.of(s.feature().serve(), s.served()),
                edits(s.feature(), observation.previousSpecs().get(s.key())),
                tasks);
    }

    /** Names the engine that places the users of what is written; one that nobody accepted yet is not named. */
    private @Nullable Recorded withBucketing(
            @Nullable Recorded after, @Nullable Recorded before, @Nullable Capabilities can, ChangeAction action) {
        boolean learns = before == null || action != ChangeAction.NO_OP || allowRebucketing;
        boolean refused = !allowRebucketing && Rebucketing.isByEngine(before, can);
        return after == null || can == null || !learns || refused
                ? after
                : after.withClients(
                        new Clients(can.bucketing().name(), after.clients().behind()));
    }

    /** Keeps how the audiences are defined of which the flag has, or is given, the rules. */
    private @Nullable Recorded withAudiences(
            @Nullable Recorded after, @Nullable FlagState serves, ChangeAction action) {
        boolean known =
                after != null && (action != ChangeAction.NO_OP || after.flag().equals(serves));
        return known && after != null
                ? after.withAudiences(Definitions.digest(project, after.flag().exposure()))
                : after;
    }

    private static double moved(
            Situation s,
            @Nullable FlagState wanted,
            ChangeAction action,
            @Nullable Recorded before,
            @Nullable Capabilities can) {
        FlagState serves = s.flag().state();
        if (serves == null || can == null) {
            return 0;
        }
        if (action == ChangeAction.REPLACE && wanted != null) {
            return Rebucketing.moved(can.bucketing(), s.flag().key(), serves, wanted);
        }
        return before != null && Rebucketing.isByEngine(before, can)
                ? Rebucketing.movedByAnotherEngine(
                        before.clients().bucketing(), can.bucketing(), s.flag().key(), serves)
                : 0;
    }

    private static List<String> edits(Feature feature, @Nullable Feature previous) {
        return previous == null ? List.of() : Edit.between(previous, feature).changes();
    }

    private static ChangeAction action(@Nullable FlagState serves, @Nullable FlagState wanted, Move move, Situation s) {
        if (move.archives()) {
            return serves == null ? ChangeAction.NO_OP : ChangeAction.ARCHIVE;
        }
        if (wanted == null || wanted.equals(serves) || leavesFlagAlone(move, s)) {
            return ChangeAction.NO_OP;
        }
        if (serves == null) {
            // A flag that cannot be read is there; its adapter refuses to write over what nobody understands, and says
            // so.
            boolean there = s.flag().presence() == ObservedFlag.Presence.PRESENT;
            return there ? ChangeAction.UPDATE : ChangeAction.CREATE;
        }
        boolean exposed = !serves.exposure().isNone() && !serves.exposure().isAll();
        return serves.rebuckets(wanted) && exposed ? ChangeAction.REPLACE : ChangeAction.UPDATE;
    }

    /** A hold, a pause or a steady feature never writes; only a feature that begins with a closed gate is created, serving nobody. */
    private static boolean leavesFlagAlone(Move move, Situation s) {
        return switch (move.decision().kind()) {
            case HOLD -> s.recorded() != null;
            case PAUSE -> !lowers(move, s);
            case STEADY -> true;
            case ADVANCE, ROLL_BACK, CORRECT, FINISH -> false;
        };
    }

    private static boolean lowers(Move move, Situation s) {
        FlagState serves = s.flag().state();
        Recorded after = move.after();
        return serves != null
                && after != null
                && serves.exposure().covers(after.flag().exposure())
                && !serves.exposure().equals(after.flag().exposure());
    }
}
