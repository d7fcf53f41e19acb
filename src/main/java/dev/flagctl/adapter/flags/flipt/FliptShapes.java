// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.model.ShareParts;
import dev.flagctl.model.Slice;
import dev.flagctl.port.FlagScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What flagctl writes of a flag, in the shapes of a features file: rollouts of a boolean flag, rules of a variant flag, and the segments that both use
 * (core/validation/flipt.cue). Whole cohorts and regions come first, the share of everybody last; the first match wins.
 */
final class FliptShapes {

    /** What the keys of flagctl's own segments begin with. */
    static final String OURS = "flagctl-";

    static final String EVERYONE = OURS + "everyone";
    static final String BOOLEAN = "BOOLEAN_FLAG_TYPE";
    static final String VARIANT = "VARIANT_FLAG_TYPE";

    /** The member of an attachment that holds a value which Flipt does not take as a whole one. */
    static final String VALUE = "value";

    private static final String COHORT = OURS + "cohort-";
    private static final String REGION = OURS + "region-";

    private final FlagScope scope;
    private final FliptConstraints constraints;

    /** @param constraints as the version of the file wants them */
    FliptShapes(FlagScope scope, FliptConstraints constraints) {
        this.scope = scope;
        this.constraints = constraints;
    }

    /** Tells whether a flag is one of true and false, which applications ask for in another way than for variants. */
    static boolean isBoolean(FlagState state) {
        return state.variants().values().stream().allMatch(Boolean.class::isInstance);
    }

    /** Returns flagctl's rollouts of a boolean flag. */
    static List<Map<String, Object>> rollouts(FlagState state) {
        Object value = state.variants().get(state.treatment());
        List<Map<String, Object>> rollouts = new ArrayList<>();
        for (Slice slice : state.exposure().slices()) {
            if (!slice.audience().isEveryone()) {
                Map<String, Object> segment = segmentOf(slice.audience());
                segment.put("value", String.valueOf(value).equals("true"));
                rollouts.add(rollout(slice.audience(), "segment", segment));
            } else if (!slice.percent().isAll()) {
                Map<String, Object> threshold = new LinkedHashMap<>();
                threshold.put("percentage", slice.percent().thousandths() / 1000);
                threshold.put("value", String.valueOf(value).equals("true"));
                rollouts.add(rollout(slice.audience(), "threshold", threshold));
            }
        }
        return rollouts;
    }

    private static Map<String, Object> rollout(Audience audience, String kind, Map<String, Object> body) {
        Map<String, Object> rollout = new LinkedHashMap<>();
        rollout.put("description", "flagctl: " + audience);
        rollout.put(kind, body);
        return rollout;
    }

    /** Returns flagctl's rules of a variant flag. */
    static List<Map<String, Object>> rules(FlagState state) {
        List<Map<String, Object>> rules = new ArrayList<>();
        for (Slice slice : state.exposure().slices()) {
            if (!slice.audience().isEveryone() || !slice.percent().isAll()) {
                Map<String, Object> rule = new LinkedHashMap<>();
                rule.put("segment", segmentOf(slice.audience()));
                List<Map<String, Object>> distributions = new ArrayList<>();
                for (ShareParts.Part part :
                        ShareParts.of(state, slice.percent()).parts()) {
                    distributions.add(distribution(part.variant(), part.size()));
                }
                rule.put("distributions", distributions);
                rules.add(rule);
            }
        }
        return rules;
    }

    private static Map<String, Object> distribution(String variant, Percent percent) {
        Map<String, Object> distribution = new LinkedHashMap<>();
        distribution.put("variant", variant);
        distribution.put("rollout", percent.thousandths() / 1000);
        return distribution;
    }

    /**
     * Returns the variants of a variant flag; the default is what those get whom no rule matches.
     *
     * @param there the variants that the file has, by key: what flagctl does not set stays
     * @param ownsValues whether their values are flagctl's; else only the default is
     */
    static List<Map<String, Object>> variants(
            FlagState state, Map<String, Map<String, Object>> there, boolean ownsValues) {
        String fallback = state.exposure().isAll() ? state.treatment() : state.rest();
        Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
        if (ownsValues) {
            state.variants().forEach((name, value) -> wanted.put(name, valued(name, value, there.get(name))));
        } else {
            there.forEach((name, variant) -> wanted.put(name, new LinkedHashMap<>(variant)));
        }
        wanted.forEach((name, variant) -> {
            variant.remove("default");
            if (name.equals(fallback)) {
                variant.put("default", true);
            }
        });
        return List.copyOf(wanted.values());
    }

    /** Flipt takes objects and lists as attachments, so another value stands in an object; a text that is the key needs none. */
    private static Map<String, Object> valued(String name, Object value, @Nullable Map<String, Object> there) {
        Map<String, Object> variant = new LinkedHashMap<>();
        if (there == null) {
            variant.put("key", name);
            variant.put("name", name);
        } else {
            variant.putAll(there);
        }
        variant.remove("attachment");
        if (!value.equals(name)) {
            boolean isWhole = value instanceof Map<?, ?> || value instanceof List<?>;
            variant.put("attachment", isWhole ? value : Map.of(VALUE, value));
        }
        return variant;
    }

    private static Map<String, Object> segmentOf(Audience audience) {
        Map<String, Object> segment = new LinkedHashMap<>();
        segment.put("keys", keysOf(audience));
        segment.put("operator", "AND_SEGMENT_OPERATOR");
        return segment;
    }

    private static List<String> keysOf(Audience audience) {
        List<String> keys = new ArrayList<>();
        if (audience.cohort() != null) {
            keys.add(COHORT + audience.cohort());
        }
        if (audience.region() != null) {
            keys.add(REGION + audience.region());
        }
        if (keys.isEmpty()) {
            keys.add(EVERYONE);
        }
        return keys;
    }

    /** Returns the audience of a rollout or rule of flagctl's, or null when its segments are not all flagctl's. */
    static @Nullable Audience audience(Node segment) {
        String cohort = null;
        String region = null;
        for (String key : keys(segment)) {
            if (key.startsWith(COHORT)) {
                cohort = key.substring(COHORT.length());
            } else if (key.startsWith(REGION)) {
                region = key.substring(REGION.length());
            } else if (!key.equals(EVERYONE)) {
                return null;
            }
        }
        return new Audience(cohort, region);
    }

    /** Returns the keys of segments, whichever way the file says them. */
    static List<String> keys(Node segment) {
        List<String> keys = new ArrayList<>();
        if (segment.scalar() instanceof String key) {
            keys.add(key);
        }
        if (segment.text("key") != null) {
            keys.add(segment.text("key"));
        }
        Node several = segment.get("keys");
        for (Node key : several == null ? List.<Node>of() : several.items()) {
            keys.add(String.valueOf(key.scalar()));
        }
        return keys;
    }

    /** Returns the segments that a state needs, by key; throws {@link Unreadable} for a cohort that the project does not define. */
    Map<String, Map<String, Object>> segments(FlagState state) {
        Map<String, Map<String, Object>> segments = new TreeMap<>();
        for (Slice slice : state.exposure().slices()) {
            for (String key : keysOf(slice.audience())) {
                segments.put(key, segment(key));
            }
        }
        return segments;
    }

    /** Tells whether a segment of flagctl's holds whom the project says; its name and description are anybody's. */
    boolean isAsDefined(String key, Node there) {
        if (key.startsWith(COHORT) && !scope.cohorts().containsKey(key.substring(COHORT.length()))) {
            return false;
        }
        return says(there, segment(key));
    }

    /** Tells whether a segment of the file holds the users of another one. */
    static boolean says(Node there, Map<String, Object> segment) {
        Node type = there.get("match_type");
        Node constraints = there.get("constraints");
        Object wanted = segment.getOrDefault("constraints", List.of());
        boolean sameType = type != null && type.says(segment.get("match_type"));
        return sameType && (constraints == null ? wanted.equals(List.of()) : constraints.says(wanted));
    }

    /** Returns a segment of flagctl's as it ought to be. */
    Map<String, Object> segment(String key) {
        List<Map<String, Object>> conditions = new ArrayList<>();
        boolean all = true;
        if (key.startsWith(REGION)) {
            conditions.add(constraints.constraint(
                    new Condition(scope.regionAttribute(), Operator.EQUALS, List.of(key.substring(REGION.length())))));
        } else if (key.startsWith(COHORT)) {
            Cohort cohort = scope.cohorts().get(key.substring(COHORT.length()));
            if (cohort == null) {
                throw new Unreadable("has the segment " + key + " of a cohort that the project does not define");
            }
            all = cohort.all();
            cohort.conditions().forEach(condition -> conditions.add(constraints.constraint(condition)));
        }
        Map<String, Object> segment = new LinkedHashMap<>();
        segment.put("key", key);
        segment.put("name", key);
        segment.put("match_type", all ? "ALL_MATCH_TYPE" : "ANY_MATCH_TYPE");
        if (!conditions.isEmpty()) {
            segment.put("constraints", conditions);
        }
        return segment;
    }
}
