// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.FlagSpec;
import java.util.Set;

/**
 * Says unit and salt in Unleash's words, stickiness and group.
 *
 * <p>OpenFeature's providers for Unleash hand the targeting key and an attribute {@code userId} over as the same {@code userId} of Unleash's context, and
 * the stickiness {@code default} is that one first. So these three are one unit, read by the name that the manifest uses.
 */
final class Stickiness {

    static final String TARGETING_KEY = "targetingKey";
    private static final String USER = "userId";
    private static final Set<String> SAME = Set.of(TARGETING_KEY, USER);
    private static final Set<String> RESERVED = Set.of("random", "default");

    private final FlagSpec spec;

    Stickiness(FlagSpec spec) {
        this.spec = spec;
    }

    String unit(Strategy strategy) {
        String stickiness = strategy.stickiness();
        if (stickiness.equals("random")) {
            throw new Unreadable(
                    "gives each evaluation another variant: the stickiness of its " + strategy.words() + " is random");
        }
        if (!isUser(stickiness)) {
            return stickiness;
        }
        return SAME.contains(spec.unit()) ? spec.unit() : TARGETING_KEY;
    }

    String salt(Strategy strategy) {
        String group = strategy.parameters().getOrDefault("groupId", "");
        return group.isEmpty() ? spec.key() : group;
    }

    void checkSame(Strategy first, Strategy other) {
        if (!unit(first).equals(unit(other)) || !salt(first).equals(salt(other))) {
            throw new Unreadable("buckets users differently in its " + first.words() + " and its " + other.words());
        }
    }

    /** Returns the stickiness of a unit; {@code there} is kept when it is that unit already. */
    static String of(String unit, String there) {
        if (RESERVED.contains(unit)) {
            throw new RefusedException(
                    "Unleash has another meaning for the unit \"" + unit + "\"", "bucket by another attribute");
        }
        if (!SAME.contains(unit)) {
            return unit;
        }
        return isUser(there) ? there : USER;
    }

    private static boolean isUser(String stickiness) {
        return stickiness.equals(USER) || stickiness.equals("default");
    }
}
