// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.importing;

import dev.flagctl.model.Serve;
import dev.flagctl.port.FoundFlag;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How a flag that is there becomes a feature whose plan is empty.
 *
 * @param flag the flag as it is
 * @param serve treatment and control
 * @param isFull whether everybody has the treatment; else nobody has
 */
public record Draft(FoundFlag flag, Serve serve, boolean isFull) {

    /**
     * Returns the draft of a flag that serves one variant to everybody who meets no rule.
     *
     * <p>A boolean flag that serves true is a feature that is fully rolled out. Any other flag rests on what it serves, and the rollout to
     * another variant has not begun.
     *
     * @throws IllegalArgumentException when {@link #obstacle} names one
     */
    public static Draft of(FoundFlag flag) {
        Optional<String> obstacle = obstacle(flag);
        String served = flag.served();
        if (obstacle.isPresent() || served == null) {
            throw new IllegalArgumentException(flag.key() + ": " + obstacle.orElse("serves nothing"));
        }
        String other = other(flag, served);
        boolean isFull = Boolean.TRUE.equals(flag.variants().get(served));
        return new Draft(flag, isFull ? new Serve(served, other) : new Serve(other, served), isFull);
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
