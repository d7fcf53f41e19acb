// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flags.Node;
import dev.flagctl.model.Percent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code fractional} over two variants with a known bucket.
 *
 * @param first variant with the lower slots
 * @param second variant with the others
 * @param share which share of users gets the first
 * @param unit attribute that is bucketed
 * @param salt what is hashed in front of it
 */
record Fractional(String first, String second, Percent share, String unit, String salt) {

    /**
     * Reads a rule.
     *
     * @return null when it is another rule, has more variants, computed weights, another bucket, or a share finer than 0.001 %
     */
    static @Nullable Fractional of(Node rule, String flagKey) {
        List<Node> arguments = rule.arguments("fractional");
        if (arguments == null || arguments.size() < 2 || arguments.size() > 3) {
            return null;
        }
        // Without a bucket flagd hashes the flag's key and the targeting key, put together as cat does.
        String unit = Words.TARGETING_KEY;
        String salt = flagKey;
        if (arguments.size() == 3) {
            List<Node> parts = arguments.get(0).arguments("cat");
            String saltPart = parts == null || parts.size() != 2 ? null : saltOf(parts.get(0), flagKey);
            String unitPart = parts == null || parts.size() != 2 ? null : variable(parts.get(1));
            if (saltPart == null || saltPart.isEmpty() || unitPart == null || unitPart.isEmpty()) {
                return null;
            }
            salt = saltPart;
            unit = unitPart;
        }
        Node first = arguments.get(arguments.size() - 2);
        Node second = arguments.get(arguments.size() - 1);
        String firstVariant = variantOf(first);
        String secondVariant = variantOf(second);
        Percent share = share(weight(first), weight(second));
        return firstVariant == null || secondVariant == null || share == null
                ? null
                : new Fractional(firstVariant, secondVariant, share, unit, salt);
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

    private static @Nullable Percent share(long first, long second) {
        long total = first + second;
        if (first < 0 || second < 0 || total == 0 || first * Targeting.TOTAL % total != 0) {
            return null;
        }
        return new Percent((int) (first * Targeting.TOTAL / total));
    }
}
