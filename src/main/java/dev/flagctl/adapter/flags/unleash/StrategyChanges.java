// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Finds what must change in the strategies of a flag for it to serve a state.
 *
 * <p>They are meant to be done in the order lowered, added, raised, moved, dropped: so nobody is exposed at any moment who is exposed neither before nor
 * after, and there is always a strategy, since Unleash switches a flag off when its last one goes.
 */
final class StrategyChanges {

    /** One change of a strategy that is there. */
    record Change(String id, ArrayNode operations) {}

    final List<Change> lowered = new ArrayList<>();
    final List<Strategy> added = new ArrayList<>();
    final List<Change> raised = new ArrayList<>();
    final List<Strategy> moved = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();

    private final FlagSpec spec;
    private final @Nullable FlagReading found;
    private final FlagState after;
    private final @Nullable FlagState serving;
    private final WantedStrategies wanted;

    /**
     * @param found the flag, or null when it is not there
     * @throws RefusedException when Unleash cannot express the state
     */
    StrategyChanges(FlagSpec spec, @Nullable FlagReading found, FlagState after, AudienceRules rules) {
        this.spec = spec;
        this.found = found;
        this.after = after;
        List<Strategy> own = found == null ? List.of() : found.own();
        this.serving = found == null || own.isEmpty() ? null : found.observed().state();
        String stickiness =
                Stickiness.of(after.unit(), own.isEmpty() ? "" : own.get(0).stickiness());
        this.wanted = new WantedStrategies(spec, serving, after, stickiness);
        if (!isKept()) {
            match(own, wanted.all(rules));
        }
        if (found != null && spec.owns().contains(Owns.TARGETING)) {
            found.foreign().forEach(each -> dropped.add(each.id()));
        }
    }

    boolean isEmpty() {
        return lowered.isEmpty() && added.isEmpty() && raised.isEmpty() && moved.isEmpty() && dropped.isEmpty();
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
        return after.exposure().isNone() && after.rest().equals(spec.serve().others());
    }

    /** Switching off is enough where what cannot be seen then, variants and bucketing, is as wanted. */
    private boolean isKept() {
        FlagState state = serving;
        return state != null
                && isDark()
                && state.unit().equals(after.unit())
                && state.salt().equals(after.salt())
                && (state.variants().equals(after.variants()) || !spec.owns().contains(Owns.VARIANTS));
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
                if (!want.isTreatment() && isTooEarly(match, want, own)) {
                    moved.add(match.at(want.order()));
                }
            }
        }
        // The control group goes last: as long as it is there, what is read differs from what is wanted.
        left.sort(Comparator.comparing(Strategy::isControl));
        left.forEach(each -> dropped.add(each.id()));
    }

    /** Tells whether a strategy that is there stands before one that it must follow, or will once others are added and moved. */
    private boolean isTooEarly(Strategy match, Strategy want, List<Strategy> own) {
        boolean early = own.stream().anyMatch(each -> each.order() > match.order() && follows(want, each));
        return early
                || moved.stream().anyMatch(each -> follows(want, each))
                || added.stream().anyMatch(each -> !each.isTreatment() && follows(want, each));
    }

    private static boolean follows(Strategy one, Strategy other) {
        return rank(one) > rank(other);
    }

    private static int rank(Strategy strategy) {
        return strategy.isRest() ? 3 : strategy.isControl() ? 2 : strategy.isBetween() ? 1 : 0;
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
            UnleashJson.set(patch, "/variants", UnleashJson.variants(want.variants(), want.stickiness()));
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
        FlagState state = serving;
        return state != null
                && state.variants().equals(wanted.values())
                && String.valueOf(FlagReading.served(there)).equals(FlagReading.served(want));
    }

    /** Returns whether everything that flagctl serves before is covered after: then it is carried out first. */
    static boolean isLess(@Nullable FlagState before, @Nullable FlagState after) {
        Exposure was = before == null ? Exposure.NONE : before.exposure();
        return after == null || was.covers(after.exposure());
    }
}
