// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a flag serves in one environment, in flagctl's words. */
final class FlagReading {

    private static final int ALL = Percent.ALL.thousandths();

    private final FlagSpec spec;
    private final JsonNode flag;
    private final JsonNode served;
    private final OwnRules rules;
    private final List<String> names;

    /** @param environment LaunchDarkly's key of the environment */
    FlagReading(FlagSpec spec, JsonNode flag, String environment, OwnRules rules) {
        this.spec = spec;
        this.flag = flag;
        this.served = flag.path("environments").path(environment);
        this.rules = rules;
        this.names = List.copyOf(variants(flag).keySet());
    }

    /** Says why what is served cannot be said in flagctl's words. */
    private static final class UnreadableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableException(String reason) {
            super(reason, null, false, false);
        }
    }

    ObservedFlag observed() {
        return reading().marked(flag.path("deprecated").asBoolean(false));
    }

    private ObservedFlag reading() {
        if (flag.path("archived").asBoolean(false)) {
            return new ObservedFlag(spec.key(), null, Presence.ARCHIVED, "", List.of(), null);
        }
        List<String> foreign = foreign();
        try {
            return new ObservedFlag(spec.key(), state(), Presence.PRESENT, "", foreign, overruled(), "", null);
        } catch (UnreadableException e) {
            String reason = String.valueOf(e.getMessage());
            return new ObservedFlag(spec.key(), null, Presence.PRESENT, reason, foreign, overruled(), "", null);
        }
    }

    /** Returns the values by the names of variations; one without a name is called by its value. */
    static Map<String, Object> variants(JsonNode flag) {
        Map<String, Object> variants = new LinkedHashMap<>();
        for (JsonNode variation : flag.path("variations")) {
            Object value = JsonMapper.shared().treeToValue(variation.path("value"), Object.class);
            String name = variation.path("name").asString("");
            variants.put(name.isEmpty() ? String.valueOf(value) : name, value == null ? "" : value);
        }
        return variants;
    }

    private FlagState state() {
        if (served.isMissingNode()) {
            throw new UnreadableException("has no such environment; correct \"environments\" of the adapter");
        }
        String treatment = spec.serve().treatment();
        String off = name(served.path("offVariation"));
        JsonNode fallthrough = served.path("fallthrough");
        String rest = off == null || off.equals(treatment) ? spec.serve().others() : off;
        String unit = spec.unit();
        List<Slice> slices = new ArrayList<>();
        if (served.path("on").asBoolean(false)) {
            List<String> units = new ArrayList<>();
            String plain = name(fallthrough.path("variation"));
            if (plain != null && !plain.equals(treatment)) {
                rest = plain;
            }
            for (JsonNode rule : ours()) {
                Audience audience = Objects.requireNonNull(rules.audience(rule));
                slices.add(new Slice(audience, share(rule, treatment, rest, units)));
            }
            slices.add(new Slice(Audience.EVERYONE, share(fallthrough, treatment, rest, units)));
            unit = unit(units);
        } else if (off == null) {
            throw new UnreadableException("is off and has no off variation, so the code's default is served");
        } else {
            slices.add(new Slice(Audience.EVERYONE, off.equals(treatment) ? Percent.ALL : Percent.ZERO));
        }
        Exposure exposure = new Exposure(slices);
        checkRules(exposure);
        Map<String, Object> variants = variants(flag);
        if (!variants.containsKey(treatment) || !variants.containsKey(rest)) {
            throw new UnreadableException(
                    "lacks the variation \"" + (variants.containsKey(treatment) ? rest : treatment) + "\"");
        }
        return new FlagState(variants, treatment, rest, exposure, unit, spec.key());
    }

    private String unit(List<String> units) {
        List<String> distinct = units.stream().distinct().toList();
        if (distinct.size() > 1) {
            throw new UnreadableException("buckets by several attributes: " + String.join(", ", distinct));
        }
        return distinct.isEmpty() ? spec.unit() : distinct.get(0);
    }

    /** What stands in flagctl's rules must be what flagctl would write for their audiences, or the plan would speak of others. */
    private void checkRules(Exposure exposure) {
        if (!served.path("on").asBoolean(false)) {
            return;
        }
        List<JsonNode> there = ours();
        if (!exposure.equals(exposure.asDefined())) {
            // What a rule was that is defined otherwise by now cannot be compared.
            return;
        }
        List<OwnRules.Wanted> wanted = rules.of(exposure);
        boolean same = there.size() == wanted.size();
        for (int i = 0; same && i < there.size(); i++) {
            same = OwnRules.has(there.get(i), wanted.get(i).clauses());
        }
        if (!same) {
            throw new UnreadableException("has rules of flagctl in another order or number than flagctl writes them");
        }
    }

    private Percent share(JsonNode serves, String treatment, String rest, List<String> units) {
        JsonNode rollout = serves.path("rollout");
        if (rollout.isMissingNode() || rollout.isNull()) {
            return treatment.equals(name(serves.path("variation"))) ? Percent.ALL : Percent.ZERO;
        }
        if (!rollout.path("experimentAllocation").isMissingNode()) {
            throw new UnreadableException("runs an experiment or a guarded rollout, which changes shares by itself");
        }
        int treated = 0;
        int all = 0;
        for (JsonNode each : rollout.path("variations")) {
            String name = name(each.path("variation"));
            int weight = each.path("weight").asInt(0);
            if (weight > 0 && !treatment.equals(name) && !rest.equals(name)) {
                throw new UnreadableException(
                        "rolls out \"" + name + "\" too, and flagctl knows two variants at a time");
            }
            treated += treatment.equals(name) ? weight : 0;
            all += weight;
        }
        if (all != ALL) {
            throw new UnreadableException("has weights that add up to " + all + " instead of " + ALL);
        }
        String by = rollout.path("bucketBy").asString("");
        units.add(by.isEmpty() || by.equals("key") ? (isKey(spec.unit()) ? spec.unit() : "targetingKey") : by);
        return new Percent(treated);
    }

    /** LaunchDarkly has one attribute for what OpenFeature calls the targeting key. */
    static boolean isKey(String unit) {
        return unit.equals("targetingKey") || unit.equals("key");
    }

    List<JsonNode> ours() {
        List<JsonNode> ours = new ArrayList<>();
        for (JsonNode rule : served.path("rules")) {
            if (isOurs(rule)) {
                ours.add(rule);
            }
        }
        return ours;
    }

    private boolean isOurs(JsonNode rule) {
        return rules.audience(rule) != null;
    }

    private List<String> foreign() {
        List<String> foreign = new ArrayList<>();
        for (JsonNode target : served.path("targets")) {
            foreign.add(target.path("values").size() + " individual targets: " + name(target.path("variation")));
        }
        for (JsonNode target : served.path("contextTargets")) {
            if (!target.path("values").isEmpty()) {
                foreign.add(target.path("values").size() + " individual targets: " + name(target.path("variation")));
            }
        }
        for (JsonNode each : served.path("prerequisites")) {
            foreign.add("needs the flag " + each.path("key").asString());
        }
        for (JsonNode rule : served.path("rules")) {
            if (!isOurs(rule)) {
                foreign.add(words(rule));
            }
        }
        return foreign;
    }

    private String overruled() {
        for (JsonNode rule : served.path("rules")) {
            if (!isOurs(rule) && rule.path("clauses").isEmpty()) {
                return "rule \"" + rule.path("description").asString("") + "\" without a clause";
            }
        }
        return VariationOrder.servesTreatmentToUsersWithoutUnit(spec, names)
                ? "order of variations, with the treatment before the control and unit " + spec.unit() + ","
                : "";
    }

    private String words(JsonNode rule) {
        List<String> clauses = new ArrayList<>();
        for (JsonNode clause : rule.path("clauses")) {
            clauses.add(
                    clause.path("attribute").asString() + (clause.path("negate").asBoolean(false) ? " not " : " ")
                            + clause.path("op").asString() + " " + clause.path("values"));
        }
        String serves = name(rule.path("variation"));
        String description = rule.path("description").asString("");
        return (description.isEmpty() ? "" : description + ", ") + String.join(" and ", clauses) + ": "
                + Objects.requireNonNullElse(serves, "a rollout");
    }

    private @Nullable String name(JsonNode index) {
        int at = index.isNumber() ? index.asInt() : -1;
        return at >= 0 && at < names.size() ? names.get(at) : null;
    }
}
