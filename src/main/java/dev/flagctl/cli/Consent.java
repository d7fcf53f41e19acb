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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Asks a person before anything is sent, or holds the plan against the one that was reviewed. */
final class Consent implements Function<Plan, Plan> {

    private final Session session;
    private final Workspace workspace;
    private final Arguments arguments;
    private final @Nullable SavedPlan saved;
    /** Whether a person agreed to what was shown; later ticks of the same run do not ask again. A tick with nothing due asks nobody. */
    private boolean isGiven;
    /** Features that somebody agreed to expose more in protected environments, by their names. */
    private final Set<String> named = new HashSet<>();
    /** What the latest tick left out, because it came due after the question. */
    private List<String> left = List.of();
    /** Why only what takes exposure back was left of a saved plan, or null. */
    private @Nullable RefusedException stale;

    Consent(Session session, Workspace workspace, Arguments arguments, @Nullable SavedPlan saved) {
        this.session = session;
        this.workspace = workspace;
        this.arguments = arguments;
        this.saved = saved;
    }

    @Override
    public Plan apply(Plan plan) {
        if (saved != null && !plan.refusals().isEmpty()) {
            // Only what takes exposure back is left of it, and the tick itself says what is refused.
            return plan;
        }
        if (saved != null) {
            return isGiven ? onlyLess(plan) : reviewed(saved, plan);
        }
        boolean all = arguments.has("--auto-approve");
        if (plan.due().isEmpty() || (isGiven && all)) {
            left = List.of();
            return plan;
        }
        if (isGiven) {
            return onlyAgreed(plan);
        }
        if (session.format() == Format.TEXT) {
            session.show(
                    PlanViews.of(Format.TEXT, session.outLooks()).render(plan, new Covers(workspace).ofApply(plan)));
        }
        if (!all) {
            ask(plan);
        }
        isGiven = true;
        return plan;
    }

    /**
     * Ends a run that had to leave something out.
     *
     * @throws RefusedException when the latest tick found more exposure in a protected environment that nobody agreed to, or the saved plan was stale
     */
    void check() {
        if (stale != null) {
            throw stale;
        }
        if (!left.isEmpty()) {
            throw new RefusedException(
                    "nobody agreed to more exposure of " + String.join(", ", left)
                            + ", which came due while others were waited for",
                    "it was left as it is; apply again to be asked");
        }
    }

    /** Tells whether more of the plan than what takes exposure back will be refused at the end. */
    boolean isRefused() {
        return stale != null;
    }

    /** A question in a later tick would keep a rollback waiting, so what nobody agreed to yet is left for another run. */
    private Plan onlyAgreed(Plan plan) {
        Set<String> open = guarded(plan).keySet();
        open.removeAll(named);
        left = List.copyOf(open);
        return without(plan, change -> open.contains(change.key().feature()) && raisesProtected(change));
    }

    private Plan reviewed(SavedPlan saved, Plan plan) {
        List<SavedPlan.Moved> moved = new ArrayList<>();
        Plan allowed = saved.allow(plan, moved);
        isGiven = true;
        if (moved.isEmpty()) {
            return allowed;
        }
        RefusedException refused = new RefusedException(
                new StalePlan(workspace.ports().ledger(), saved).describe(moved, plan.now()),
                "plan again with flagctl plan --out FILE");
        Plan less = allowed.onlyTakingBack();
        if (less.due().isEmpty()) {
            throw refused;
        }
        // What moved must not keep others from being taken back.
        stale = refused;
        return less;
    }

    /** A saved plan is a ceiling: later ticks of the same run may take exposure back, never raise it. */
    private static Plan onlyLess(Plan plan) {
        return without(plan, change -> change.isDue() && raises(change));
    }

    private static Plan without(Plan plan, Predicate<Change> dropped) {
        List<Change> kept = plan.changes().stream().filter(dropped.negate()).toList();
        return new Plan(plan.project(), plan.environments(), plan.now(), plan.serial(), kept, plan.refusals());
    }

    private void ask(Plan plan) {
        Map<String, List<String>> guarded = guarded(plan);
        List<String> confirmed = arguments.values("--confirm");
        List<String> open = new ArrayList<>(guarded.keySet());
        open.removeAll(confirmed);
        Prompt prompt = session.prompt();
        if (!confirmed.isEmpty() && !open.isEmpty() && !prompt.isPossible()) {
            throw new RefusedException(
                    "nobody agreed to more exposure of " + String.join(", ", open),
                    "nothing was sent; pass --confirm=" + String.join(" --confirm=", open) + " as well");
        }
        boolean wantsYes = guarded.isEmpty() && confirmed.isEmpty();
        boolean agreed = wantsYes
                ? prompt.confirm(
                        plan.due().size() == 1
                                ? "Apply 1 change?"
                                : "Apply " + plan.due().size() + " changes?")
                : prompt.confirmNames(
                        open,
                        name -> "More exposure of " + name + " in "
                                + String.join(", ", guarded.getOrDefault(name, List.of())) + ", which is protected.");
        if (!agreed) {
            throw new RefusedException("nobody agreed", "nothing was sent; apply again to be asked again");
        }
        named.addAll(guarded.keySet());
    }

    /** Returns the features that get more exposure in a protected environment, with these environments, in the order of the plan. */
    private Map<String, List<String>> guarded(Plan plan) {
        Map<String, List<String>> guarded = new LinkedHashMap<>();
        for (Change change : plan.due()) {
            if (raisesProtected(change)) {
                guarded.computeIfAbsent(change.key().feature(), name -> new ArrayList<>())
                        .add(change.key().environment());
            }
        }
        return guarded;
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
