// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.flags.unleash.Strategy.Variant;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Finds what must change in the strategies of a flag for it to serve a state.
 *
 * <p>They are meant to be done in the order lowered, added, raised, dropped: so nobody is exposed at any moment who is exposed neither before nor
 * after, and there is always a strategy, since Unleash switches a flag off when its last one goes.
 */
final class StrategyChanges {

    /** Behind what people add later, too: whoever reaches it is served by no other strategy. */
    private static final int LAST = 9999;

    /** One change of a strategy that is there. */
    record Change(String id, ArrayNode operations) {}

    final List<Change> lowered = new ArrayList<>();
    final List<Strategy> added = new ArrayList<>();
    final List<Change> raised = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();

    private final FlagSpec spec;
    private final @Nullable FlagReading found;
    private final FlagState after;
    private final String stickiness;

    /**
     * @param found the flag, or null when it is not there
     * @throws RefusedException when Unleash cannot express the state
     */
    StrategyChanges(FlagSpec spec, @Nullable FlagReading found, FlagState after, AudienceRules rules) {
        this.spec = spec;
        this.found = found;
        this.after = after;
        List<Strategy> own = found == null ? List.of() : found.own();
        this.stickiness =
                Stickiness.of(after.unit(), own.isEmpty() ? "" : own.get(0).stickiness());
        if (!isKept()) {
            match(own, wanted(rules));
        }
        if (found != null && spec.owns().contains(Owns.TARGETING)) {
            found.foreign().forEach(each -> dropped.add(each.id()));
        }
    }

    boolean isEmpty() {
        return lowered.isEmpty() && added.isEmpty() && raised.isEmpty() && dropped.isEmpty();
    }

    /** Tells whether the environment may be switched off: nobody is served, neither by flagctl nor by others. */
    boolean isDark() {
        boolean others = found != null
                && !spec.owns().contains(Owns.TARGETING)
                && found.foreign().stream().anyMatch(each -> !each.disabled());
        return servesNobody() && !others;
    }

    /** Tells whether flagctl has nothing to serve; then a flag that is off stays off. */
    boolean servesNobody() {
        return after.exposure().isNone() && after.rest().equals(spec.serve().control());
    }

    /** Switching off is enough where what cannot be seen then, variants and bucketing, is as wanted. */
    private boolean isKept() {
        FlagState state =
                found == null || found.own().isEmpty() ? null : found.observed().state();
        return state != null
                && isDark()
                && state.unit().equals(after.unit())
                && state.salt().equals(after.salt())
                && (state.variants().equals(after.variants()) || !spec.owns().contains(Owns.VARIANTS));
    }

    private List<Strategy> wanted(AudienceRules rules) {
        List<Strategy> wanted = new ArrayList<>();
        Map<String, Object> values = values();
        List<Variant> treatment = variants(values, after.treatment());
        for (Slice slice : after.exposure().slices()) {
            String audience =
                    slice.audience().isEveryone() ? "" : slice.audience().toString();
            for (Set<Constraint> constraints : rules.of(slice.audience())) {
                wanted.add(gradual(Strategy.titleOf(audience), 0, slice.percent(), constraints, treatment));
            }
        }
        if (wanted.isEmpty()) {
            wanted.add(gradual(Strategy.titleOf(""), 0, Percent.ZERO, Set.of(), treatment));
        }
        if (!after.rest().equals(spec.serve().control())) {
            if (values.isEmpty()) {
                throw new RefusedException(
                        "Unleash serves false to all others than those it serves true, and the rest is \""
                                + after.rest() + "\"",
                        "give the flag variants that are no booleans");
            }
            wanted.add(gradual(Strategy.titleOfRest(), LAST, Percent.ALL, Set.of(), variants(values, after.rest())));
        }
        return wanted;
    }

    private Strategy gradual(
            String title, int order, Percent share, Set<Constraint> constraints, List<Variant> variants) {
        if (share.thousandths() % 1000 != 0) {
            throw new RefusedException("Unleash serves whole percents only, not " + share, "plan in steps of 1%");
        }
        Map<String, String> parameters = Map.of(
                "rollout",
                String.valueOf(share.thousandths() / 1000),
                "stickiness",
                stickiness,
                "groupId",
                after.salt());
        return new Strategy("", Strategy.GRADUAL, title, false, order, parameters, constraints, List.of(), variants);
    }

    /** Returns the variants that the strategies shall have; empty for true and false, which a flag has by being on or off. */
    private Map<String, Object> values() {
        FlagState there =
                found == null || found.own().isEmpty() ? null : found.observed().state();
        Map<String, Object> values =
                there == null || spec.owns().contains(Owns.VARIANTS) ? after.variants() : there.variants();
        if (!values.containsKey(after.treatment()) || !values.containsKey(after.rest())) {
            throw new RefusedException(
                    "it lacks the variant \"" + after.treatment() + "\" or \"" + after.rest()
                            + "\", and flagctl does not own its variants",
                    "let flagctl own the variants, or add it in Unleash");
        }
        if (values.values().stream().noneMatch(Boolean.class::isInstance)) {
            return values;
        }
        Map<String, Object> booleans = new LinkedHashMap<>();
        booleans.put(spec.serve().treatment(), true);
        booleans.put(spec.serve().control(), false);
        if (!values.equals(booleans)) {
            throw new RefusedException(
                    "Unleash serves true to users within the exposure and false to all others, and the variants are "
                            + values,
                    "let the treatment be true and the control false, or use texts");
        }
        return Map.of();
    }

    private static List<Variant> variants(Map<String, Object> values, String served) {
        List<Variant> variants = new ArrayList<>();
        values.forEach((name, value) -> variants.add(new Variant(name, name.equals(served) ? 1000 : 0, value)));
        return variants;
    }

    private void match(List<Strategy> own, List<Strategy> wanted) {
        List<Strategy> left = new ArrayList<>(own);
        for (Strategy want : wanted) {
            Strategy match = null;
            for (Strategy each : left) {
                boolean fits = each.name().equals(Strategy.GRADUAL)
                        && each.segments().isEmpty()
                        && each.constraints().equals(want.constraints())
                        && (each.title().equals(want.title())
                                || (!each.isOurs() && want.title().equals(Strategy.titleOf(""))));
                match = match == null && fits ? each : match;
            }
            if (match == null) {
                added.add(want);
            } else {
                left.remove(match);
                change(match, want);
            }
        }
        left.forEach(each -> dropped.add(each.id()));
    }

    private void change(Strategy there, Strategy want) {
        ArrayNode patch = JsonNodeFactory.instance.arrayNode();
        want.parameters().forEach((name, value) -> {
            if (!value.equals(there.parameters().get(name)) && !isKept(name, value, there)) {
                UnleashJson.set(patch, "/parameters/" + name, StringNode.valueOf(value));
            }
        });
        if (there.disabled()) {
            UnleashJson.set(patch, "/disabled", JsonNodeFactory.instance.booleanNode(false));
        }
        if (!sameVariants(there, want)) {
            UnleashJson.set(patch, "/variants", UnleashJson.variants(want.variants(), stickiness));
        }
        if (patch.isEmpty()) {
            return;
        }
        if (!there.title().equals(want.title())) {
            UnleashJson.set(patch, "/title", StringNode.valueOf(want.title()));
        }
        boolean lower = !there.disabled() && Integer.parseInt(want.rollout()) < Integer.parseInt(there.rollout());
        (lower ? lowered : raised).add(new Change(there.id(), patch));
    }

    /** A group that is not said is the flag's key. */
    private boolean isKept(String parameter, String value, Strategy there) {
        return parameter.equals("groupId")
                && there.parameters().getOrDefault(parameter, "").isEmpty()
                && value.equals(spec.key());
    }

    private boolean sameVariants(Strategy there, Strategy want) {
        if (there.variants().isEmpty() || want.variants().isEmpty()) {
            return there.variants().isEmpty() && want.variants().isEmpty();
        }
        FlagState state = found == null ? null : found.observed().state();
        return state != null
                && state.variants().equals(values())
                && String.valueOf(FlagReading.served(there)).equals(FlagReading.served(want));
    }

    /** Returns whether everything that flagctl serves before is covered after: then it is carried out first. */
    static boolean isLess(@Nullable FlagState before, @Nullable FlagState after) {
        Exposure was = before == null ? Exposure.NONE : before.exposure();
        return after == null || was.covers(after.exposure());
    }
}
