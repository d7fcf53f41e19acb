// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.SavedPlan;
import dev.flagctl.report.Format;
import dev.flagctl.report.plan.PlanViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks a person before anything is sent, or holds the plan against the one that was reviewed. */
final class Consent implements Function<Plan, Plan> {

    private final Session session;
    private final Workspace workspace;
    private final Arguments arguments;
    private final @Nullable SavedPlan saved;
    /** Whether a person agreed to what was shown; later ticks of the same run do not ask again. A tick with nothing due asks nobody. */
    private boolean isGiven;

    Consent(Session session, Workspace workspace, Arguments arguments, @Nullable SavedPlan saved) {
        this.session = session;
        this.workspace = workspace;
        this.arguments = arguments;
        this.saved = saved;
    }

    @Override
    public Plan apply(Plan plan) {
        if (saved != null) {
            return isGiven ? onlyLess(plan) : reviewed(saved, plan);
        }
        if (plan.due().isEmpty() || isGiven) {
            return plan;
        }
        if (session.format() == Format.TEXT) {
            session.show(PlanViews.of(Format.TEXT, session.outLooks())
                    .render(plan, new Covers(workspace).of(plan, null, null)));
        }
        if (!arguments.has("--auto-approve")) {
            ask(plan);
        }
        isGiven = true;
        return plan;
    }

    private Plan reviewed(SavedPlan saved, Plan plan) {
        List<String> moved = new ArrayList<>();
        Plan allowed = saved.allow(plan, moved);
        if (!moved.isEmpty()) {
            throw new RefusedException(
                    "the plan is stale: " + String.join("; ", moved), "plan again with flagctl plan --out FILE");
        }
        isGiven = true;
        return allowed;
    }

    /** A saved plan is a ceiling: later ticks of the same run may take exposure back, never raise it. */
    private static Plan onlyLess(Plan plan) {
        List<Change> kept = plan.changes().stream()
                .filter(change -> !change.isDue() || !raises(change))
                .toList();
        return new Plan(plan.project(), plan.environments(), plan.now(), plan.serial(), kept, plan.refusals());
    }

    private void ask(Plan plan) {
        Optional<Change> guarded =
                plan.due().stream().filter(this::raisesProtected).findFirst();
        boolean agreed;
        if (guarded.isEmpty()) {
            agreed = session.prompt()
                    .confirm(
                            plan.due().size() == 1
                                    ? "Apply 1 change?"
                                    : "Apply " + plan.due().size() + " changes?");
        } else {
            String name = guarded.get().key().feature();
            String confirmed = arguments.value("--confirm").orElse(null);
            agreed = confirmed == null
                    ? session.prompt()
                            .confirmName(
                                    "More exposure in " + guarded.get().key().environment() + ", which is protected.",
                                    name)
                    : confirmed.equals(name);
        }
        if (!agreed) {
            throw new RefusedException("nobody agreed", "nothing was sent; apply again to be asked again");
        }
    }

    private boolean raisesProtected(Change change) {
        Environment environment =
                workspace.project().environments().get(change.key().environment());
        return environment != null && environment.isProtected() && raises(change);
    }

    private static boolean raises(Change change) {
        Exposure before =
                change.before() == null ? Exposure.NONE : change.before().exposure();
        Exposure after = change.after() == null ? Exposure.NONE : change.after().exposure();
        return !before.covers(after);
    }
}
