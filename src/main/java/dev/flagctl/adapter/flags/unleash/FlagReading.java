// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.flags.unleash.Strategy.Variant;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one flag of an environment serves, in flagctl's words. An instance reads one flag.
 *
 * <p>flagctl's strategies are those with its titles; where there is none, the only plain one is taken over as it is. All others are somebody
 * else's: they are told, never summed with flagctl's.
 */
final class FlagReading {

    private final FlagSpec spec;
    private final UnleashFlag flag;
    private final Stickiness stickiness;
    private final List<Strategy> own = new ArrayList<>();
    private final List<Strategy> foreign = new ArrayList<>();
    private final ObservedFlag observed;

    /** @param project the project that the flag must be in */
    FlagReading(FlagSpec spec, UnleashFlag flag, String project, AudienceRules rules) {
        this.spec = spec;
        this.flag = flag;
        this.stickiness = new Stickiness(spec);
        this.observed = observed(project, rules);
    }

    ObservedFlag observed() {
        return observed;
    }

    UnleashFlag flag() {
        return flag;
    }

    /** Returns the strategies that a write may change. */
    List<Strategy> own() {
        return own;
    }

    /** Returns the strategies of others. */
    List<Strategy> foreign() {
        return foreign;
    }

    private ObservedFlag observed(String project, AudienceRules rules) {
        if (flag.archived()) {
            return new ObservedFlag(spec.key(), null, Presence.ARCHIVED, "", List.of(), null).marked(flag.stale());
        }
        FlagState state = null;
        String unreadable = "";
        try {
            if (!flag.project().equals(project)) {
                throw new Unreadable(
                        "is in the project \"" + flag.project() + "\" of Unleash, not in \"" + project + "\"");
            }
            if (!flag.known()) {
                throw new Unreadable("does not have this environment of Unleash");
            }
            if (!flag.enabled() && flag.strategies().isEmpty()) {
                // It was made, but never for this environment: here there is nothing yet.
                return ObservedFlag.absent(spec.key());
            }
            share();
            state = state(rules);
        } catch (Unreadable e) {
            unreadable = e.reason();
        }
        return new ObservedFlag(spec.key(), state, Presence.PRESENT, unreadable, foreignWords(), overruled(), "", null)
                .marked(flag.stale());
    }

    /** Tells own and foreign strategies apart. */
    private void share() {
        boolean marked = flag.strategies().stream().anyMatch(Strategy::isOurs);
        List<Strategy> plain = new ArrayList<>();
        for (Strategy each : flag.strategies()) {
            boolean isOwn = marked ? each.isOurs() : each.isPlain() && !each.disabled();
            (isOwn ? own : foreign).add(each);
            if (isOwn) {
                plain.add(each);
            }
        }
        if (!marked && plain.size() > 1) {
            throw new Unreadable(
                    "has " + plain.size()
                            + " strategies for everybody, and which one is flagctl's is not known: give that one the title \"flagctl\"");
        }
    }

    private FlagState state(AudienceRules rules) {
        if (flag.oldVariants()) {
            throw new Unreadable("has variants of the environment, the old form; move them into its strategy");
        }
        if (own.isEmpty()) {
            return new FlagState(
                    booleans(),
                    spec.serve().treatment(),
                    spec.serve().others(),
                    Exposure.NONE,
                    spec.unit(),
                    spec.key());
        }
        Strategy rest = null;
        Map<String, List<Strategy>> byAudience = new LinkedHashMap<>();
        for (Strategy each : own) {
            if (each.isRest()) {
                rest = each;
            } else if (each.isTreatment() || !each.isOurs()) {
                byAudience
                        .computeIfAbsent(each.audience(), title -> new ArrayList<>())
                        .add(each);
            }
        }
        Map<String, Object> variants = variants();
        String served = rest != null && flag.enabled() && !rest.disabled()
                ? servedByRest(rest)
                : spec.serve().others();
        if (!variants.containsKey(spec.serve().treatment()) || !variants.containsKey(served)) {
            throw new Unreadable("has the variants " + variants.keySet() + ", not \""
                    + spec.serve().treatment() + "\" and \"" + served + "\"");
        }
        ControlStrategies beside = beside();
        if (flag.isOrdered()) {
            // Nobody gets past the rest, nor past a control group: a strategy behind it serves nobody.
            int last = rest == null ? Integer.MAX_VALUE : rest.order();
            byAudience.values().forEach(some -> some.removeIf(each -> each.order() > last || beside.isHidden(each)));
            byAudience.values().removeIf(List::isEmpty);
        }
        Exposure exposure = exposure(byAudience, rules);
        boolean isMatched = beside.areMatched(exposure, rules);
        String others = isMatched ? beside.between() : beside.catchAll();
        return new FlagState(
                variants,
                spec.serve().treatment(),
                others == null ? served : others,
                isMatched ? beside.catchAll() : null,
                flag.enabled() ? exposure : Exposure.NONE,
                stickiness.unit(own.get(0)),
                stickiness.salt(own.get(0)));
    }

    /** Returns what serves others beside the treatment; none of it may serve the treatment, or the exposure would be another. */
    private ControlStrategies beside() {
        for (Strategy each : own) {
            if (flag.enabled() && !each.disabled() && (each.isBetween() || each.isControl())) {
                stickiness.checkSame(own.get(0), each);
                if (spec.serve().treatment().equals(served(each))) {
                    throw changed(each);
                }
            }
        }
        return new ControlStrategies(flag.enabled() ? own : List.of(), flag.isOrdered());
    }

    private static String servedByRest(Strategy rest) {
        String served = served(rest);
        if (!rest.isPlain() || !rest.rollout().equals("100") || served == null) {
            throw changed(rest);
        }
        return served;
    }

    private Exposure exposure(Map<String, List<Strategy>> byAudience, AudienceRules rules) {
        List<Slice> slices = new ArrayList<>();
        byAudience.forEach((title, strategies) -> {
            for (Strategy each : strategies) {
                stickiness.checkSame(own.get(0), each);
                String variant = served(each);
                if (variant != null && !variant.equals(spec.serve().treatment())) {
                    throw new Unreadable("serves the variant \"" + variant + "\" by its " + each.words()
                            + ", expected \"" + spec.serve().treatment() + "\"");
                }
            }
            slices.add(new Shares(strategies).slice(title, rules));
        });
        return new Exposure(slices);
    }

    /** Returns the values of the variants; all own strategies must have the same ones. */
    private Map<String, Object> variants() {
        List<Variant> first = own.get(0).variants();
        Map<String, Object> values = values(first);
        for (Strategy each : own) {
            if (!values(each.variants()).equals(values)) {
                throw changed(each);
            }
        }
        return first.isEmpty() ? booleans() : values;
    }

    private Map<String, Object> booleans() {
        Map<String, Object> booleans = new LinkedHashMap<>();
        booleans.put(spec.serve().treatment(), true);
        booleans.put(spec.serve().others(), false);
        return booleans;
    }

    private static Map<String, Object> values(List<Variant> variants) {
        Map<String, Object> values = new LinkedHashMap<>();
        variants.forEach(each -> values.put(each.name(), each.value()));
        return values;
    }

    /** Returns the one variant that a strategy serves, or null when it has none and is only on or off. */
    static @Nullable String served(Strategy strategy) {
        if (strategy.variants().isEmpty()) {
            return null;
        }
        for (Variant each : strategy.variants()) {
            if (each.weight() == 1000) {
                return each.name();
            }
        }
        throw new Unreadable("divides the users of its " + strategy.words() + " among several variants");
    }

    static Unreadable changed(Strategy strategy) {
        return new Unreadable("has a " + strategy.words() + " of flagctl that somebody changed");
    }

    private List<String> foreignWords() {
        List<String> words = new ArrayList<>();
        for (Strategy each : foreign) {
            words.add(each.words() + (each.disabled() ? ", disabled" : ""));
        }
        flag.parents().forEach(parent -> words.add("depends on the flag \"" + parent + "\""));
        return words;
    }

    private String overruled() {
        if (!spec.owns().contains(Owns.TARGETING)) {
            for (Strategy each : foreign) {
                if (each.servesEverybody()) {
                    return each.words();
                }
            }
        }
        return "";
    }
}
