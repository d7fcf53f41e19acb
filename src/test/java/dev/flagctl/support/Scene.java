// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.guardrail.Correction;
import dev.flagctl.guardrail.Counts;
import dev.flagctl.guardrail.DataHold;
import dev.flagctl.guardrail.ErrorBudget;
import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Missing;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Position;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.ApprovalRecord;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.ChangeAction;
import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Planner;
import dev.flagctl.plan.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A made-up world to plan in: what is recorded, served, judged and approved; {@link #apply} carries a plan out in it, without a ledger. */
public final class Scene {

    public static final String PRODUCTION = "production";

    private Project project;
    private final Map<String, Feature> features = new LinkedHashMap<>();
    private final Map<FeatureKey, Recorded> recorded = new HashMap<>();
    private final Map<FeatureKey, ObservedFlag> flags = new HashMap<>();
    private final Map<String, Capabilities> capabilities =
            new HashMap<>(Map.of("staging", FakeFlagService.CAPABLE, PRODUCTION, FakeFlagService.CAPABLE));
    private final Map<FeatureKey, Judgement> judgements = new HashMap<>();
    private final Map<FeatureKey, Long> exposures = new HashMap<>();
    private final List<ApprovalRecord> approvals = new ArrayList<>();
    private final Map<FeatureKey, List<CodeReference>> references = new HashMap<>();
    private final Map<FeatureKey, Long> evaluations = new HashMap<>();
    private final Map<FeatureKey, List<ErrorBudget>> budgets = new HashMap<>();
    private final Map<FeatureKey, String> unserved = new HashMap<>();
    private final Map<FeatureKey, Feature> previous = new HashMap<>();
    private final Map<FeatureKey, ObservedFlag> served = new HashMap<>();
    private Instant now = Instant.parse("2026-11-24T13:00:00Z");
    private long serial = 7;
    private boolean allowRebucketing;

    public Scene(Feature... features) {
        this.project = project();
        for (Feature feature : features) {
            this.features.put(feature.name(), feature);
        }
    }

    /** Returns a project with staging and production, cohorts and a few fakes. */
    public static Project project() {
        Map<String, Environment> environments = new LinkedHashMap<>();
        environments.put("staging", new Environment("staging", "flags", null, false, List.of(), null));
        environments.put(
                PRODUCTION, new Environment(PRODUCTION, "flags", "prom", true, List.of("eu-west", "us-east"), null));
        AdapterSpec ledger = spec("ledger");
        Map<String, AdapterSpec> adapters = new LinkedHashMap<>();
        for (String name : List.of("flags", "prom", "chat", "mail", "ci")) {
            adapters.put(name, spec(name));
        }
        Cohort employees = new Cohort(
                "employees", true, List.of(new Condition("email", Operator.ENDS_WITH, List.of("@shop.example"))));
        return new Project(
                "shop", environments, Map.of("employees", employees), adapters, ledger, "region", SourceRef.NONE);
    }

    private static AdapterSpec spec(String name) {
        return new AdapterSpec(name, "fake", Map.of(), SourceRef.NONE);
    }

    public static FeatureKey key(String feature) {
        return new FeatureKey(feature, PRODUCTION);
    }

    public Instant now() {
        return now;
    }

    public Scene pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    public Scene at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    /** Puts an edited feature in the place of the one of the same name. */
    public Scene edit(Feature edited) {
        Feature old = features.put(edited.name(), edited);
        for (String environment : edited.rollout().keySet()) {
            FeatureKey key = new FeatureKey(edited.name(), environment);
            Recorded known = recorded.get(key);
            if (old != null && known != null && known.specDigest().equals(old.specDigest())) {
                previous.put(key, old);
            }
        }
        return this;
    }

    /** Lets the ledger not say what spec an edited feature was decided for, as one that another flagctl wrote. */
    public Scene forgetSpecs() {
        previous.clear();
        return this;
    }

    /** Defines a cohort anew; flags that have its old rule are read as such. */
    public Scene redefine(Cohort cohort) {
        project = new Project(
                project.name(),
                project.environments(),
                Map.of(cohort.name(), cohort),
                project.adapters(),
                project.ledger(),
                project.regionAttribute(),
                SourceRef.NONE);
        return this;
    }

    public Scene removeManifest(String feature) {
        features.remove(feature);
        return this;
    }

    public Scene allowRebucketing() {
        allowRebucketing = true;
        return this;
    }

    public Scene observed(FeatureKey key, ObservedFlag flag) {
        flags.put(key, flag);
        return this;
    }

    /** Somebody changes the flag outside flagctl. */
    public Scene turnedOutside(String feature, Exposure exposure) {
        FlagState state = flag(feature);
        return observed(key(feature), ObservedFlag.present(feature, state.withExposure(exposure)));
    }

    public FlagState flag(String feature) {
        FlagState state = flags.get(key(feature)).state();
        if (state == null) {
            throw new AssertionError(feature + " serves nothing that can be read");
        }
        return state;
    }

    public Scene capable(Capabilities can) {
        capabilities.put(PRODUCTION, can);
        return this;
    }

    public Scene exposed(String feature, long users) {
        exposures.put(key(feature), users);
        return this;
    }

    public Scene says(String feature, String version, String stage, String group, boolean granted) {
        approvals.add(new ApprovalRecord(key(feature), version, stage, group, "dana", granted, "seen", now));
        return this;
    }

    public Scene references(String feature, CodeReference... found) {
        references.put(key(feature), List.of(found));
        return this;
    }

    public Scene evaluations(String feature, long count) {
        evaluations.put(key(feature), count);
        return this;
    }

    /** Lets the guardrails say this; nothing happens for a feature that has none. */
    public Scene judged(String feature, Verdict verdict) {
        return judged(feature, judgement(verdict, null));
    }

    /** The same, when the treatment had so many bad units more than the control. */
    public Scene judged(String feature, Verdict verdict, long extraBad) {
        return judged(feature, judgement(verdict, null, extraBad));
    }

    public Scene unjudged(String feature) {
        judgements.remove(key(feature));
        return this;
    }

    /** Data of the one guardrail is missing since {@code since}, and the action is due {@code after} that. */
    public Scene blind(String feature, DataState state, Instant since, Duration after, DataDeadline.Action action) {
        DataHold hold = new DataHold("http-errors", state, Missing.BOTH, since, since.plus(after), action);
        return judged(feature, judgement(Verdict.valueOf(state.name()), hold));
    }

    private Scene judged(String feature, Judgement judgement) {
        if (!features.get(feature).guardrails().isEmpty()) {
            judgements.put(key(feature), judgement);
        }
        return this;
    }

    public static Judgement judgement(Verdict verdict, @Nullable DataHold hold) {
        return judgement(verdict, hold, 0);
    }

    private static Judgement judgement(Verdict verdict, @Nullable DataHold hold, long extraBad) {
        Instant start = Instant.parse("2026-11-24T12:00:00Z");
        Evidence evidence = new Evidence(
                "http-errors",
                Measure.RATIO,
                GuardrailRole.CRITICAL,
                verdict,
                "not worse than control",
                "errors",
                start,
                start.plusSeconds(600),
                10,
                Arm.of(1000, 4),
                Arm.of(1000, verdict == Verdict.FAIL ? 40 : 4),
                null,
                "",
                hold == null ? DataState.OK : hold.state(),
                hold,
                new Counts(start, start.plusSeconds(600), extraBad == 0 ? List.of() : List.of(cost(start, extraBad))),
                Correction.NONE,
                List.of());
        return new Judgement(verdict, 0.1, 20, null, List.of(evidence), List.of());
    }

    private static Bucket cost(Instant start, long extraBad) {
        return new Bucket(start, Duration.ofMinutes(1), Arm.of(1000, 4), Arm.of(1000, 4 + extraBad));
    }

    public @Nullable Recorded recorded(String feature) {
        return recorded.get(key(feature));
    }

    public Scene record(FeatureKey key, Recorded value) {
        recorded.put(key, value);
        return this;
    }

    public Position position(String feature) {
        return recorded.get(key(feature)).position();
    }

    public Observation observation() {
        Map<FeatureKey, ObservedFlag> all = new HashMap<>(flags);
        return new Observation(
                now,
                serial,
                Map.copyOf(recorded),
                all,
                Map.copyOf(capabilities),
                Map.copyOf(judgements),
                Map.copyOf(exposures),
                List.copyOf(approvals),
                Map.copyOf(references),
                Map.copyOf(evaluations),
                Map.copyOf(unserved),
                Map.copyOf(budgets),
                Map.copyOf(previous),
                Map.copyOf(served));
    }

    /** Says what clients that are behind do not serve yet; empty when they have caught up. */
    public Scene budget(String feature, ErrorBudget budget) {
        budgets.put(key(feature), List.of(budget));
        return this;
    }

    public Scene unserved(String feature, String missing) {
        unserved.put(key(feature), missing);
        return this;
    }

    public Plan plan() {
        return plan(observation());
    }

    /** Plans for another view of the same world. */
    public Plan plan(Observation observation) {
        PlanScope scope = new PlanScope(List.copyOf(project.environments().keySet()), Set.of(), allowRebucketing);
        return new Planner(project).plan(List.copyOf(features.values()), observation, scope);
    }

    public Change change(String feature) {
        return change(plan(), key(feature));
    }

    public static Change change(Plan plan, FeatureKey key) {
        return plan.changes().stream()
                .filter(change -> change.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no change of " + key + " in " + plan.changes()));
    }

    /** Carries out what is due now; evidence of a rollout that began anew is gone, as it would be. */
    public Plan apply() {
        return apply(plan());
    }

    /** Carries out what is done although something is refused. */
    public Plan applyTakingBack() {
        return apply(plan().onlyTakingBack());
    }

    private Plan apply(Plan plan) {
        for (Change change : plan.due()) {
            carryOut(change);
        }
        serial++;
        return plan;
    }

    private void carryOut(Change change) {
        FeatureKey key = change.key();
        Recorded after = change.recorded();
        if (after != null) {
            Recorded before = recorded.put(key, after);
            if (before != null
                    && !before.position().rolloutSince().equals(after.position().rolloutSince())) {
                judgements.remove(key);
            }
            if (before != null
                    && !before.position().since().equals(after.position().since())) {
                exposures.remove(key);
            }
            if (before == null || !before.specDigest().equals(after.specDigest())) {
                previous.remove(key);
            }
        }
        FlagState wanted = change.after();
        String flag = change.key().feature();
        if (change.action() == ChangeAction.ARCHIVE) {
            flags.put(key, new ObservedFlag(flag, null, ObservedFlag.Presence.ARCHIVED, "", List.of(), null));
        } else if (change.action() != ChangeAction.NO_OP && wanted != null) {
            flags.put(key, ObservedFlag.present(flag, wanted).marked(isMarked(key)));
        }
        for (Task task : change.tasks()) {
            if (task instanceof Task.WriteFlag write && write.mark() != EndMark.LEFT) {
                flags.computeIfPresent(key, (same, there) -> there.marked(write.mark() == EndMark.SET));
            }
        }
    }

    private boolean isMarked(FeatureKey key) {
        ObservedFlag there = flags.get(key);
        return there != null && there.ending();
    }

    /** Marks a flag as at its end, or takes the mark away, as somebody outside would. */
    public Scene marked(String feature, boolean isEnding) {
        flags.computeIfPresent(key(feature), (key, flag) -> flag.marked(isEnding));
        return this;
    }

    /** Tells whether a flag is marked as at its end. */
    public boolean isMarked(String feature) {
        return isMarked(key(feature));
    }

    /** Applies until nothing more is due at this time. */
    public Scene settle() {
        for (int i = 0; i < 20; i++) {
            if (apply().due().isEmpty()) {
                return this;
            }
        }
        throw new AssertionError("still something due after 20 rounds: " + plan().due());
    }

    /** Applies, lets time pass, and applies again, {@code times} times; guardrails pass whenever they watch. */
    public Scene rollOn(String feature, int times, Duration each) {
        for (int i = 0; i < times; i++) {
            judged(feature, Verdict.PASS);
            apply();
            pass(each);
        }
        return judged(feature, Verdict.PASS);
    }

    public static Exposure percent(double percent) {
        return Exposure.of(Percent.of(percent));
    }
}
