// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flagdformat;

import dev.flagctl.adapter.flagdformat.Tail.Place;
import dev.flagctl.adapter.flags.Node;
import dev.flagctl.adapter.flags.Unreadable;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what one flag of a file serves, in flagctl's words. An instance reads one flag. */
final class FlagReading {

    private final FlagSpec spec;
    private final Node flag;
    private final AudienceRules rules;
    private final Words words;
    private final List<Node> foreign = new ArrayList<>();
    private Tail tail;

    FlagReading(FlagSpec spec, Node flag, AudienceRules rules) {
        this.spec = spec;
        this.flag = flag;
        this.rules = rules;
        this.words = Words.of(spec, flag.get("metadata"));
        this.tail = new Tail(Place.WHOLE, flag, List.of());
    }

    ObservedFlag observed() {
        FlagState state = null;
        String unreadable = "";
        try {
            state = state();
        } catch (Unreadable e) {
            unreadable = e.reason();
        }
        return new ObservedFlag(
                spec.key(),
                state,
                ObservedFlag.Presence.PRESENT,
                unreadable,
                foreign.isEmpty() ? List.of() : RuleWords.ofBranches(foreign),
                null);
    }

    /** Returns where flagctl's part of the targeting is; known after the flag was read as a state. */
    Tail tail() {
        return tail;
    }

    private FlagState state() {
        if (!flag.isObject()) {
            throw new Unreadable("is not an object");
        }
        Map<String, Object> variants = FlagShape.variants(flag);
        String fallback = FlagShape.defaultVariant(flag, variants);
        OwnRule.Served served = served(fallback);
        String treatment = words.treatment();
        if (!variants.containsKey(treatment)) {
            throw new Unreadable("has no variant \"" + treatment + "\"");
        }
        String rest = served.rest();
        if (!variants.containsKey(rest)) {
            throw new Unreadable("has no variant \"" + rest + "\"");
        }
        String control = served.control();
        if (control != null && (!variants.containsKey(control) || control.equals(rest))) {
            throw new Unreadable("has no third variant \"" + control + "\" for its control group");
        }
        return new FlagState(variants, treatment, rest, control, served.exposure(), served.unit(), served.salt());
    }

    private OwnRule.Served served(String fallback) {
        Node targeting = flag.get("targeting");
        if (targeting == null
                || targeting.isNull()
                || (targeting.isObject() && targeting.members().isEmpty())) {
            return everybody(fallback);
        }
        Node rule = targeting;
        while (true) {
            OwnRule.Served served = new OwnRule(words, spec.key(), rules).read(rule);
            if (served != null) {
                tail = foreign.isEmpty() ? tail : new Tail(Place.LAST_ELSE, rule, foreign);
                return checked(served);
            }
            List<Node> arguments = rule.arguments("if");
            if (arguments == null || arguments.size() < 2 || hasOurs(arguments)) {
                return strange(rule, fallback);
            }
            int branches = arguments.size() / 2 * 2;
            foreign.addAll(arguments.subList(0, branches));
            if (branches == arguments.size()) {
                tail = new Tail(Place.NO_ELSE, rule.members().get(0).value(), foreign);
                return everybody(fallback);
            }
            rule = arguments.get(branches);
        }
    }

    /** A rule that flagctl cannot read is replaced where it owns the rules; elsewhere nobody knows what is served. */
    private OwnRule.Served strange(Node rule, String fallback) {
        if (spec.owns().contains(Owns.TARGETING)) {
            foreign.add(rule);
            foreign.add(Node.scalar(0, 0, null));
            return everybody(fallback);
        }
        List<Node> arguments = rule.arguments("if");
        throw new Unreadable(
                arguments != null && hasOurs(arguments)
                        ? "has rules of flagctl that somebody changed: " + RuleWords.of(rule)
                        : "is served by a rule that flagctl cannot read: " + RuleWords.of(rule));
    }

    private OwnRule.Served everybody(String variant) {
        return checked(new OwnRule.Served(
                variant.equals(words.treatment()) ? Exposure.ALL : Exposure.NONE,
                variant.equals(words.treatment()) ? words.rest() : variant,
                null,
                words.unit(),
                words.salt()));
    }

    /** Nobody asked for a variant that is neither: whether more or fewer people should see it is for a person to say. */
    private OwnRule.Served checked(OwnRule.Served served) {
        boolean known = served.rest().equals(words.rest())
                || served.rest().equals(spec.serve().others());
        if (!known) {
            throw new Unreadable("serves the variant \"" + served.rest()
                    + "\" to everybody outside the treatment, expected \"" + words.rest() + "\"");
        }
        return served;
    }

    private static boolean hasOurs(List<Node> arguments) {
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (AudienceRules.isOurs(arguments.get(i))) {
                return true;
            }
        }
        return false;
    }
}
