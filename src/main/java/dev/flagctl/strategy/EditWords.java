// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Serve;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Sunset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares two versions of a feature part by part, the parts with the largest level first. */
final class EditWords {

    /** Its region is in no wave, so that each wave has a stage of its own and none hides in the last one. */
    private static final Environment ANYWHERE = new Environment("", "", null, false, List.of(""), null);

    private final Feature older;
    private final Feature newer;
    private final List<String> changes = new ArrayList<>();
    private ChangeLevel level = ChangeLevel.NONE;

    EditWords(Feature older, Feature newer) {
        this.older = older;
        this.newer = newer;
    }

    Edit compare() {
        served();
        rollouts();
        guardrails();
        rules();
        described();
        return new Edit(level, changes);
    }

    private void served() {
        for (String variant : both(older.variants().keySet(), newer.variants().keySet())) {
            Object before = older.variants().get(variant);
            Object after = newer.variants().get(variant);
            if (!Objects.equals(before, after)) {
                String what = before == null ? " added" : after == null ? " removed" : " has another value";
                note(ChangeLevel.MAJOR, "variant " + variant + what);
            }
        }
        moved(
                ChangeLevel.MAJOR,
                "treatment",
                older.serve().treatment(),
                newer.serve().treatment());
        moved(
                ChangeLevel.MAJOR,
                "control",
                older.serve().control(),
                newer.serve().control());
        moved(ChangeLevel.MAJOR, "rest", rest(older.serve()), rest(newer.serve()));
        moved(ChangeLevel.MAJOR, "unit", older.unit(), newer.unit());
        moved(ChangeLevel.MAJOR, "salt", older.salt(), newer.salt());
        moved(ChangeLevel.MAJOR, "flag key", older.flagKey(), newer.flagKey());
    }

    private void rollouts() {
        for (String environment : both(older.rollout().keySet(), newer.rollout().keySet())) {
            Rollout before = older.rollout().get(environment);
            Rollout after = newer.rollout().get(environment);
            if (before == null || after == null) {
                note(ChangeLevel.MINOR, "rollout in " + environment + (before == null ? " added" : " removed"));
                continue;
            }
            for (String change : Tally.compare("stage", steps(older, before), steps(newer, after), Step::name)) {
                note(ChangeLevel.MINOR, change + " in " + environment);
            }
            if (!before.after().equals(after.after())
                    || !Objects.equals(before.notBefore(), after.notBefore())
                    || !Objects.equals(before.approval(), after.approval())) {
                note(ChangeLevel.MINOR, "start in " + environment + " changed");
            }
        }
    }

    private void guardrails() {
        List<Guardrail> before = withoutSource(older.guardrails());
        List<Guardrail> after = withoutSource(newer.guardrails());
        for (String change : Tally.compare("guardrail", before, after, Guardrail::metric)) {
            note(ChangeLevel.MINOR, change);
        }
    }

    private void rules() {
        moved(
                ChangeLevel.MINOR,
                "risk alpha",
                older.risk().alpha(),
                newer.risk().alpha());
        differs(ChangeLevel.MINOR, "risk", withoutAlpha(older.risk()), withoutAlpha(newer.risk()));
        differs(ChangeLevel.MINOR, "on-failure", older.onFailure(), newer.onFailure());
        moved(ChangeLevel.MINOR, "drift", word(older.drift()), word(newer.drift()));
        differs(ChangeLevel.MINOR, "owns", older.owns(), newer.owns());
        differs(ChangeLevel.MINOR, "notify", older.notices(), newer.notices());
        Sunset before = withoutSource(older.sunset());
        Sunset after = withoutSource(newer.sunset());
        if (before != null && after != null) {
            differs(ChangeLevel.MINOR, "sunset", before, after);
        } else if (before != null || after != null) {
            note(ChangeLevel.MINOR, before == null ? "sunset added" : "sunset taken back");
        }
    }

    private void described() {
        moved(ChangeLevel.PATCH, "owner", older.owner(), newer.owner());
        moved(ChangeLevel.PATCH, "type", word(older.type()), word(newer.type()));
        differs(ChangeLevel.PATCH, "labels", older.labels(), newer.labels());
        differs(ChangeLevel.PATCH, "description", older.description(), newer.description());
    }

    private void moved(ChangeLevel at, String what, Object before, Object after) {
        if (!before.equals(after)) {
            note(at, what + " " + before + " → " + after);
        }
    }

    private void differs(ChangeLevel at, String what, Object before, Object after) {
        if (!before.equals(after)) {
            note(at, what + " changed");
        }
    }

    private void note(ChangeLevel at, String change) {
        changes.add(change);
        level = at.compareTo(level) > 0 ? at : level;
    }

    private static String rest(Serve serve) {
        return serve.isMatched() ? serve.others() : "none";
    }

    private static List<Step> steps(Feature feature, Rollout rollout) {
        return RolloutStages.steps(feature, rollout.strategy(), ANYWHERE);
    }

    private static List<Guardrail> withoutSource(List<Guardrail> guardrails) {
        return guardrails.stream().map(Guardrail::withoutSource).toList();
    }

    private static Risk withoutAlpha(Risk risk) {
        return new Risk(Risk.DEFAULT.alpha(), risk.power(), risk.harmBudget(), risk.traffic(), risk.lag());
    }

    private static @Nullable Sunset withoutSource(@Nullable Sunset sunset) {
        return sunset == null
                ? null
                : new Sunset(
                        sunset.outcome(),
                        sunset.deprecate(),
                        sunset.remove(),
                        sunset.notices(),
                        sunset.successor(),
                        sunset.phaseOut(),
                        sunset.bake(),
                        sunset.require(),
                        SourceRef.NONE);
    }

    private static Set<String> both(Set<String> older, Set<String> newer) {
        Set<String> both = new LinkedHashSet<>(older);
        both.addAll(newer);
        return both;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
