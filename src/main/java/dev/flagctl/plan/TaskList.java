// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.EndMark;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Gate;
import dev.flagctl.model.GateKind;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Notice;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of one change: hooks first, then the flag or the record, then the notices. */
final class TaskList {

    private final Situation s;
    private final Move move;
    private final @Nullable Recorded before;
    private final List<Task> tasks = new ArrayList<>();

    TaskList(Situation s, Move move, @Nullable Recorded before) {
        this.s = s;
        this.move = move;
        this.before = before;
    }

    /** @param mark what becomes of the flag's mark as at its end; only where that is a change, or the flag is written anyway */
    List<Task> of(ChangeAction action, @Nullable FlagState serves, Recorded after, EndMark mark) {
        if (move.decision().kind() == DecisionKind.ADVANCE) {
            addHooks(s.trajectory().stages().get(move.decision().stage()));
        }
        addChange(action, serves, after, mark);
        addNotices(last());
        return tasks;
    }

    private void addHooks(Stage stage) {
        for (Gate gate : stage.gates()) {
            if (gate.kind() == GateKind.HOOK) {
                HookRef hook = ((Gate.HookPasses) gate).hook();
                tasks.add(new Task.RunHook(
                        id("hook-" + tasks.size()),
                        s.key(),
                        last(),
                        hook.adapter(),
                        hook.action(),
                        s.feature().version(),
                        stage.name(),
                        occasion() + "/" + hook.adapter() + "/" + hook.action()));
            }
        }
    }

    private void addChange(ChangeAction action, @Nullable FlagState serves, Recorded after, EndMark mark) {
        Decision decision = move.decision();
        if (action == ChangeAction.NO_OP && serves != null && mark != EndMark.LEFT) {
            tasks.add(new Task.WriteFlag(
                    id("mark"), s.key(), last(), spec(s.feature()), serves, serves, after, decision, mark));
        } else if (action == ChangeAction.NO_OP || (action == ChangeAction.ARCHIVE && serves == null)) {
            tasks.add(new Task.RecordDecision(id("record"), s.key(), last(), after, decision));
        } else if (action == ChangeAction.ARCHIVE && serves != null) {
            tasks.add(new Task.ArchiveFlag(id("archive"), s.key(), last(), spec(s.feature()), serves, after, decision));
        } else {
            FlagState wanted = Objects.requireNonNull(move.serves());
            tasks.add(new Task.WriteFlag(
                    id("write"), s.key(), last(), spec(s.feature()), serves, wanted, after, decision, mark));
        }
    }

    private void addNotices(@Nullable String change) {
        for (Notice notice : NoticeTexts.of(s, move, before, occasion())) {
            Set<String> addressed = new HashSet<>();
            for (NotifyRule rule : s.feature().notices()) {
                if (rule.on().contains(notice.kind()) && addressed.add(rule.adapter())) {
                    String id = id("notice-" + notice.kind() + "-" + rule.adapter());
                    Notice own = NoticeTexts.addressed(notice, rule.adapter());
                    tasks.add(new Task.SendNotice(id, s.key(), change, rule.adapter(), own));
                }
            }
        }
    }

    static FlagSpec spec(Feature feature) {
        return feature.flagSpec();
    }

    /**
     * What makes this occasion different from every other one and the same in every run that tries it: no clock, but for a correction, which may
     * happen twice at one position. People are told of a correction only once it is done, so that no other run tells of the same one.
     */
    private String occasion() {
        Decision decision = move.decision();
        Instant at = before == null
                ? null
                : decision.kind() == DecisionKind.CORRECT
                        ? s.now()
                        : before.position().since();
        return s.key() + "/" + s.feature().version() + "/" + decision.kind() + "/" + decision.reason() + "/"
                + decision.stage() + "/" + (at == null ? "new" : at);
    }

    private String id(String what) {
        return s.key() + "/" + what;
    }

    private @Nullable String last() {
        return tasks.isEmpty() ? null : tasks.get(tasks.size() - 1).id();
    }
}
