// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.model.Percent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code fractional} over two or three variants with a known bucket.
 *
 * @param parts the variants with their shares, in the order of their slots
 * @param unit attribute that is bucketed
 * @param salt what is hashed in front of it
 */
record Fractional(List<Part> parts, String unit, String salt) {

    /** A variant, and which share of users gets it. */
    record Part(String variant, Percent share) {}

    /**
     * Reads a rule.
     *
     * @return null when it is another rule, has more or fewer variants, computed weights, another bucket, or a share finer than 0.001 %
     */
    static @Nullable Fractional of(Node rule, String flagKey) {
        List<Node> arguments = rule.arguments("fractional");
        if (arguments == null || arguments.isEmpty()) {
            return null;
        }
        // Without a bucket flagd hashes the flag's key and the targeting key, put together as cat does.
        String unit = Words.TARGETING_KEY;
        String salt = flagKey;
        boolean hasBucket = arguments.get(0).arguments("cat") != null;
        if (hasBucket) {
            List<Node> parts = arguments.get(0).arguments("cat");
            String saltPart = parts == null || parts.size() != 2 ? null : saltOf(parts.get(0), flagKey);
            String unitPart = parts == null || parts.size() != 2 ? null : variable(parts.get(1));
            if (saltPart == null || saltPart.isEmpty() || unitPart == null || unitPart.isEmpty()) {
                return null;
            }
            salt = saltPart;
            unit = unitPart;
        }
        List<Part> parts = parts(arguments.subList(hasBucket ? 1 : 0, arguments.size()));
        return parts == null ? null : new Fractional(parts, unit, salt);
    }

    private static @Nullable List<Part> parts(List<Node> weighted) {
        long total = 0;
        for (Node each : weighted) {
            long weight = weight(each);
            if (weight < 0) {
                return null;
            }
            total += weight;
        }
        List<Part> parts = new ArrayList<>();
        for (Node each : weighted) {
            String variant = variantOf(each);
            if (variant == null || total == 0 || weight(each) * Targeting.TOTAL % total != 0) {
                return null;
            }
            parts.add(new Part(variant, new Percent((int) (weight(each) * Targeting.TOTAL / total))));
        }
        return parts.size() < 2 || parts.size() > 3 ? null : parts;
    }

    private static @Nullable String saltOf(Node part, String flagKey) {
        if (part.scalar() instanceof String text) {
            return text;
        }
        return "$flagd.flagKey".equals(variable(part)) ? flagKey : null;
    }

    private static @Nullable String variable(Node part) {
        return part.members().size() == 1 ? part.text("var") : null;
    }

    private static @Nullable String variantOf(Node weighted) {
        boolean shaped = !weighted.items().isEmpty() && weighted.items().size() <= 2;
        return shaped && weighted.items().get(0).scalar() instanceof String variant ? variant : null;
    }

    /** Returns the weight, 1 when it is left out, or -1 when it is not a whole number. */
    private static long weight(Node weighted) {
        if (weighted.items().size() == 1) {
            return 1;
        }
        Object weight = weighted.items().size() == 2 ? weighted.items().get(1).scalar() : null;
        return weight instanceof Integer whole ? whole : -1;
    }
}
