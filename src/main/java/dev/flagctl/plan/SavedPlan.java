// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it was saved and reviewed: a ceiling for what apply may do.
 *
 * @param project name of the project
 * @param environments the environments it speaks about
 * @param now when it was made
 * @param serial serial of the ledger it was made from
 * @param head hash of the entry with that serial, so that another ledger is known; empty in plans of the first flagctl
 * @param validUntil it is not applied after this
 * @param effect digest of its effect
 * @param changes what was to be done
 */
public record SavedPlan(
        String project,
        List<String> environments,
        Instant now,
        long serial,
        String head,
        Instant validUntil,
        String effect,
        List<Change> changes) {

    public SavedPlan {
        environments = List.copyOf(environments);
        changes = List.copyOf(changes);
    }

    /**
     * One change of a saved plan.
     *
     * @param decision word of {@link DecisionKind}
     * @param before what the flag served, or null
     * @param after what it shall serve, or null
     */
    public record Change(
            FeatureKey key,
            String version,
            String decision,
            int stage,
            @Nullable FlagState before,
            @Nullable FlagState after) {}

    /**
     * Something that is not as it was when the plan was saved.
     *
     * @param what what it was and what it is, in words
     */
    public record Moved(FeatureKey key, String what) {}

    /**
     * Returns the part of a fresh plan that this one allows: what it names and the world still agrees with, or what only takes exposure back.
     *
     * @param moved receives what is not as it was when this plan was saved; the plan is stale when anything is
     */
    public Plan allow(Plan fresh, List<Moved> moved) {
        Map<FeatureKey, Change> saved = new HashMap<>();
        changes.forEach(change -> saved.put(change.key(), change));
        List<dev.flagctl.plan.Change> allowed = new ArrayList<>();
        for (dev.flagctl.plan.Change change : fresh.changes()) {
            Change was = saved.remove(change.key());
            if (was != null && isDone(was, change)) {
                // Applied already: a second time does nothing, and what came due since was not reviewed.
                if (!change.isDue() || takesBack(change)) {
                    allowed.add(change);
                }
            } else if (!change.isDue()) {
                if (was != null && !isSafer(change)) {
                    moved.add(new Moved(
                            change.key(),
                            "was to " + was.decision() + " and now holds: "
                                    + change.decision().because()));
                }
                allowed.add(change);
            } else if (was != null && isSame(was, change)) {
                allowed.add(change);
            } else if (takesBack(change)) {
                allowed.add(change);
            } else if (was != null) {
                moved.add(new Moved(change.key(), difference(was, change)));
            }
        }
        saved.keySet().forEach(key -> moved.add(new Moved(key, "is no longer in the manifests")));
        return new Plan(fresh.project(), fresh.environments(), fresh.now(), fresh.serial(), allowed, fresh.refusals());
    }

    /** New evidence may only make a plan safer: a hold for want of evidence is no stale plan. */
    private static boolean isSafer(dev.flagctl.plan.Change change) {
        return switch (change.decision().reason()) {
            case BUDGET_BURNS,
                    BUDGET_GONE,
                    BUDGET_UNKNOWN,
                    HARM_BUDGET_GONE,
                    DATA_MISSING,
                    NOT_ENOUGH_EVIDENCE,
                    COOLDOWN,
                    PAUSED -> true;
            default -> false;
        };
    }

    private static boolean isDone(Change was, dev.flagctl.plan.Change is) {
        Recorded recorded = is.recordedBefore();
        return recorded != null
                && recorded.position().version().equals(was.version())
                && recorded.position().stage() == was.stage()
                && !java.util.Objects.equals(was.before(), was.after())
                && recorded.flag().equals(was.after())
                && java.util.Objects.equals(was.after(), is.before());
    }

    private static boolean takesBack(dev.flagctl.plan.Change change) {
        return change.decision().kind() == DecisionKind.ROLL_BACK
                || change.decision().kind() == DecisionKind.PAUSE;
    }

    private static boolean isSame(Change was, dev.flagctl.plan.Change is) {
        return was.version().equals(is.version())
                && was.decision().equals(is.decision().kind().name())
                && was.stage() == is.decision().stage()
                && java.util.Objects.equals(was.before(), is.before())
                && java.util.Objects.equals(was.after(), is.after());
    }

    private static String difference(Change was, dev.flagctl.plan.Change is) {
        FlagState before = is.before();
        if (!java.util.Objects.equals(was.before(), before)) {
            for (FieldChange field : FieldDiff.of(was.before(), before)) {
                return field.field() + " was " + field.before() + ", is " + field.after();
            }
        }
        if (!was.version().equals(is.version())) {
            return "version was " + was.version() + ", is " + is.version();
        }
        return "the plan was to " + was.decision() + " to " + exposure(was.after()) + ", now it is to "
                + is.decision().kind() + " to " + exposure(is.after());
    }

    private static Exposure exposure(@Nullable FlagState flag) {
        return flag == null ? Exposure.NONE : flag.exposure();
    }
}
