// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Node.Member;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.FlagState;
import dev.flagctl.port.FoundFlag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of flagd's schema that decide whether a flag is served at all. */
final class FlagShape {

    private FlagShape() {}

    /** Returns the variants of a flag that is switched on; throws {@link Unreadable} when it is not or has none. */
    static Map<String, Object> variants(Node flag) {
        Node state = flag.get("state");
        if (state == null || !"ENABLED".equals(state.scalar())) {
            throw new Unreadable(
                    state == null
                            ? "has no state, so the code's default is served"
                            : "is " + state.plain() + ", so the code's default is served; set its state to ENABLED");
        }
        Node variants = flag.get("variants");
        if (variants == null || !variants.isObject() || variants.members().isEmpty()) {
            throw new Unreadable("has no variants");
        }
        return values(variants);
    }

    /** Returns values by variant name; throws {@link Unreadable} when one is null or not finite. */
    static Map<String, Object> values(Node variants) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Member variant : variants.members()) {
            Object value = variant.value().plain();
            if (value == null || hasNothing(value)) {
                throw new Unreadable(
                        "has the variant \"" + variant.name() + "\" with null or an infinite number in its value");
            }
            values.put(variant.name(), value);
        }
        return values;
    }

    /** Returns the default variant; throws {@link Unreadable} when it names none of the variants. */
    static String defaultVariant(Node flag, Map<String, Object> variants) {
        Node node = flag.get("defaultVariant");
        String name = node == null ? null : OwnRule.variant(node);
        if (name == null) {
            throw new Unreadable("has no defaultVariant, so the code's default is served");
        }
        if (!variants.containsKey(name)) {
            throw new Unreadable("has the defaultVariant \"" + name + "\", which is none of its variants");
        }
        return name;
    }

    /** Returns why flagd would not take a flag with this state, or null. */
    static @Nullable String problem(FlagState state) {
        String type = "";
        for (Map.Entry<String, Object> variant : state.variants().entrySet()) {
            String other = typeOf(variant.getValue());
            if (variant.getKey().isEmpty()) {
                return "a variant has an empty name";
            }
            if (other.isEmpty()) {
                return "the variant \"" + variant.getKey() + "\" is neither boolean, string, number nor object";
            }
            if (!type.isEmpty() && !type.equals(other)) {
                return "the variants are of different types, " + type + " and " + other + "; flagd wants one";
            }
            type = other;
        }
        return state.treatment().equals(state.rest())
                ? "treatment and rest are the same variant, \"" + state.rest() + "\""
                : null;
    }

    /** Returns a flag for import, as far as it can be understood. */
    static FoundFlag found(Member member) {
        Node flag = member.value();
        String description = flag.text("description");
        Node fallback = flag.get("defaultVariant");
        Node targeting = flag.get("targeting");
        Node state = flag.get("state");
        Node named = flag.get("variants");
        Map<String, Object> variants = Map.of();
        if (named != null) {
            try {
                variants = values(named);
            } catch (Unreadable e) {
                // A flag that nobody can take over is listed all the same, without values.
                variants = Map.of();
            }
        }
        return new FoundFlag(
                member.name(),
                description == null ? "" : description,
                variants,
                fallback == null ? null : OwnRule.variant(fallback),
                targeting != null && !targeting.isNull() && !targeting.members().isEmpty(),
                state != null && "ENABLED".equals(state.scalar()));
    }

    private static String typeOf(Object value) {
        if (value instanceof Number number) {
            return Double.isFinite(number.doubleValue()) ? "number" : "";
        }
        return value instanceof Boolean
                ? "boolean"
                : value instanceof String ? "string" : value instanceof Map<?, ?> ? "object" : "";
    }

    private static boolean hasNothing(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            for (Object item : map.values()) {
                if (hasNothing(item)) {
                    return true;
                }
            }
        }
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (hasNothing(item)) {
                    return true;
                }
            }
        }
        return value == null || (value instanceof Double number && !Double.isFinite(number));
    }
}
