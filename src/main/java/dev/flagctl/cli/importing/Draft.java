// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.importing;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FoundFlag;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a flag that is there becomes a feature whose plan is empty.
 *
 * @param flag the flag as it is
 * @param serve treatment and control, and the rest where it keeps a control group as large as the treatment
 * @param isFull whether everybody has the treatment
 * @param share how many have the treatment by a plain share of everybody that flagctl can go on with; nobody when it is another rule
 * @param state what it serves in flagctl's words, or null when these cannot say it
 * @param isShared whether rules of others stay beside it, so that flagctl owns its exposure only
 */
public record Draft(
        FoundFlag flag,
        Serve serve,
        boolean isFull,
        Percent share,
        @Nullable FlagState state,
        boolean isShared) {

    private static final Serve NOTHING = new Serve("", "");

    /**
     * Returns the draft of a flag that serves one variant to everybody who meets no rule.
     *
     * <p>A boolean flag that serves true is a feature that is fully rolled out. Any other flag rests on what it serves; the rollout to
     * another variant stands at the share that is served already, or has not begun. A flag with an {@link #obstacle} has nothing to serve.
     *
     * @param observed the flag as a feature would read it, or null when it was not read
     */
    public static Draft of(FoundFlag flag, @Nullable ObservedFlag observed) {
        String served = flag.served();
        if (obstacle(flag).isPresent() || served == null) {
            return new Draft(flag, NOTHING, false, Percent.ZERO, null, flag.hasRules());
        }
        String other = other(flag, served);
        boolean isFull = Boolean.TRUE.equals(flag.variants().get(served));
        Serve serve = isFull ? new Serve(served, other) : new Serve(other, served);
        FlagState state = observed == null ? null : observed.state();
        if (state != null && state.control() != null) {
            serve = new Serve(serve.treatment(), state.control(), state.rest());
        }
        boolean plain = observed != null
                && state != null
                && observed.foreign().isEmpty()
                && state.treatment().equals(serve.treatment())
                && state.exposure().equals(Exposure.of(state.exposure().everyone()));
        Percent share = state != null && plain ? state.exposure().everyone() : Percent.ZERO;
        return new Draft(flag, serve, isFull, share, state, flag.hasRules() && !plain);
    }

    /** Returns why a flag cannot be a feature as it is, empty when it can. */
    public static Optional<String> obstacle(FoundFlag flag) {
        if (!flag.enabled()) {
            return Optional.of("it is disabled; archive it, or enable it and import again");
        }
        if (flag.key().isEmpty() || flag.key().chars().anyMatch(Character::isWhitespace)) {
            return Optional.of("its key has blanks, which a manifest cannot say");
        }
        if (flag.variants().size() < 2) {
            return Optional.of("it has fewer than two variants, so there is nothing to roll out");
        }
        if (flag.served() == null) {
            return Optional.of("it names no default variant, so the code decides what is served");
        }
        if (!flag.variants().containsKey(flag.served())) {
            return Optional.of("its default variant \"" + flag.served() + "\" does not exist");
        }
        Set<String> kinds = new LinkedHashSet<>();
        flag.variants().values().forEach(value -> kinds.add(kind(value)));
        return kinds.size() == 1
                ? Optional.empty()
                : Optional.of("its variants have values of different types: " + String.join(", ", kinds));
    }

    /**
     * Returns how a flag would be served that keeps a control group beside what it serves to everybody else: a third variant with the same value.
     *
     * @param flag one without an {@link #obstacle}
     * @return empty when none of its variants can be that of a control group
     */
    public static Optional<Serve> withControl(FoundFlag flag) {
        String rest = flag.served();
        String treatment = rest == null ? "" : other(flag, rest);
        Object value = flag.variants().get(String.valueOf(rest));
        return flag.variants().entrySet().stream()
                .filter(each -> !each.getKey().equals(rest) && !each.getKey().equals(treatment))
                .filter(each -> each.getValue().equals(value))
                .map(each -> new Serve(treatment, each.getKey(), rest))
                .findFirst();
    }

    /** Tells whether all values are true or false. */
    public boolean isBoolean() {
        return flag.variants().values().stream().allMatch(Boolean.class::isInstance);
    }

    private static String other(FoundFlag flag, String served) {
        Object value = flag.variants().get(served);
        String first = null;
        for (var variant : flag.variants().entrySet()) {
            if (variant.getKey().equals(served)) {
                continue;
            }
            // Two variants with one value are one behaviour; take another behaviour where there is one.
            if (!variant.getValue().equals(value)) {
                return variant.getKey();
            }
            first = first == null ? variant.getKey() : first;
        }
        if (first == null) {
            throw new IllegalArgumentException(flag.key() + " has one variant");
        }
        return first;
    }

    private static String kind(Object value) {
        if (value instanceof Boolean) {
            return "true or false";
        }
        if (value instanceof Number) {
            return "number";
        }
        return value instanceof String ? "text" : "list or mapping";
    }
}
