// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flagdformat.Fractional.Part;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule of the shapes that {@link Targeting} writes, and of those that people write by hand to the same effect.
 *
 * <p>An instance reads one rule.
 */
final class OwnRule {

    private final Words words;
    private final String flagKey;
    private final AudienceRules rules;
    private final List<Slice> slices = new ArrayList<>();
    private @Nullable String rest;
    private @Nullable String unit;
    private @Nullable String salt;
    private Percent last = Percent.ALL;
    private int matched;
    private int unmatched;

    OwnRule(Words words, String flagKey, AudienceRules rules) {
        this.words = words;
        this.flagKey = flagKey;
        this.rules = rules;
    }

    /** What a rule serves: the treatment is that of the words. */
    record Served(Exposure exposure, String rest, @Nullable String control, String unit, String salt) {}

    /**
     * Reads a rule.
     *
     * @return what it serves, or null when it is no rule of these shapes
     * @throws Unreadable when it is, but serves what flagctl's words cannot say
     */
    @Nullable
    Served read(Node rule) {
        if (!result(Audience.EVERYONE, rule) && !branches(rule)) {
            return null;
        }
        if (matched > 0 && unmatched > 0) {
            // A control that is kept beside some shares only is none of flagctl's.
            return null;
        }
        return new Served(
                new Exposure(slices),
                rest == null ? words.rest() : rest,
                matched > 0 ? words.control() : null,
                unit == null ? words.unit() : unit,
                salt == null ? words.salt() : salt);
    }

    private boolean branches(Node rule) {
        List<Node> arguments = rule.arguments("if");
        if (arguments == null || arguments.size() < 3 || arguments.size() % 2 == 0) {
            return false;
        }
        String guarded = null;
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            String variable = absence(arguments.get(i));
            if (variable != null && guarded == null && isRest(arguments.get(i + 1))) {
                guarded = variable;
            } else if (!AudienceRules.isOurs(arguments.get(i)) || !branch(arguments.get(i), arguments.get(i + 1))) {
                return false;
            }
        }
        boolean ours = result(Audience.EVERYONE, arguments.get(arguments.size() - 1));
        return ours && (guarded == null || guarded.equals(unit));
    }

    private boolean branch(Node condition, Node share) {
        Audience audience = rules.audience(condition);
        return audience != null && result(audience, share);
    }

    /** Tells whether a literal variant stands where users without a unit are sent; it must not be the treatment. */
    private boolean isRest(Node result) {
        String variant = variant(result);
        return variant != null && !variant.equals(words.treatment()) && agreeOnRest(variant);
    }

    private boolean result(Audience audience, Node result) {
        String variant = variant(result);
        if (variant != null) {
            boolean treatment = variant.equals(words.treatment());
            return (treatment || agreeOnRest(variant)) && add(audience, treatment ? Percent.ALL : Percent.ZERO);
        }
        Fractional fractional = Fractional.of(result, flagKey);
        return fractional != null
                && fractional.parts().get(0).variant().equals(words.treatment())
                && agreeOnOthers(fractional.parts())
                && agreeOnBucket(fractional)
                && add(audience, fractional.parts().get(0).share());
    }

    /** Takes what stands after the treatment: the rest, the control, or the rest and then the control. */
    private boolean agreeOnOthers(List<Part> parts) {
        Part end = parts.get(parts.size() - 1);
        boolean isControl = end.variant().equals(words.control())
                && end.share().equals(parts.get(0).share().matched());
        if (isControl) {
            matched++;
            return parts.size() == 2 || agreeOnRest(parts.get(1).variant());
        }
        unmatched++;
        return parts.size() == 2 && agreeOnRest(end.variant());
    }

    private boolean add(Audience audience, Percent share) {
        // The first match wins: after a smaller share, a user who is in both would not get the larger.
        boolean falling = share.compareTo(last) <= 0;
        last = share;
        slices.add(new Slice(audience, share));
        return falling;
    }

    private boolean agreeOnRest(String variant) {
        boolean agree = rest == null || rest.equals(variant);
        rest = variant;
        return agree;
    }

    private boolean agreeOnBucket(Fractional fractional) {
        boolean agree = unit == null
                || (unit.equals(fractional.unit()) && fractional.salt().equals(salt));
        unit = fractional.unit();
        salt = fractional.salt();
        return agree;
    }

    /** Returns the attribute of <code>{"!": {"var": …}}</code>, or null. */
    private static @Nullable String absence(Node condition) {
        Node operand = condition.members().size() == 1 ? condition.get("!") : null;
        if (operand != null && operand.items().size() == 1) {
            operand = operand.items().get(0);
        }
        return operand == null || operand.members().size() != 1 ? null : operand.text("var");
    }

    /** Returns the variant that a literal names, or null; flagd takes true for "true". */
    static @Nullable String variant(Node result) {
        Object literal = result.scalar();
        return literal instanceof String || literal instanceof Boolean ? literal.toString() : null;
    }
}
