// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what a flag serves with what somebody expects of it, in the parts that flagctl owns. */
public final class Expectation {

    private Expectation() {}

    /** Tells whether a flag serves a state; null stands for a flag that is not there. */
    public static boolean serves(ObservedFlag found, @Nullable FlagState state, FlagSpec spec) {
        return surprise(found, state, spec).isEmpty()
                && (found.foreign().isEmpty() || !spec.owns().contains(Owns.TARGETING));
    }

    /** Returns what is otherwise than expected, naming both, or empty. */
    public static String surprise(ObservedFlag found, @Nullable FlagState expected, FlagSpec spec) {
        if (found.presence() != ObservedFlag.Presence.PRESENT) {
            String gone = found.presence() == ObservedFlag.Presence.ARCHIVED ? "archived" : "not there any more";
            return expected == null ? "" : "it is " + gone + ", and the plan saw it serve " + expected.exposure();
        }
        if (expected == null) {
            return "it is there, and the plan saw none";
        }
        FlagState state = found.state();
        if (state == null) {
            return "it " + found.unreadable() + "; the plan saw it serve " + expected.exposure();
        }
        String difference = difference(state, expected, spec.owns().contains(Owns.VARIANTS));
        return difference.isEmpty() ? "" : difference + "; plan again";
    }

    private static String difference(FlagState found, FlagState expected, boolean variants) {
        if (!found.exposure().equals(expected.exposure())) {
            return otherwise("exposure", found.exposure(), expected.exposure());
        }
        if (!found.treatment().equals(expected.treatment())) {
            return otherwise("treatment", found.treatment(), expected.treatment());
        }
        if (!found.rest().equals(expected.rest())) {
            return otherwise("variant outside the treatment", found.rest(), expected.rest());
        }
        if (!Objects.equals(found.control(), expected.control())) {
            return otherwise("control group", named(found.control()), named(expected.control()));
        }
        if (!found.unit().equals(expected.unit())) {
            return otherwise("unit", found.unit(), expected.unit());
        }
        if (!found.salt().equals(expected.salt())) {
            return otherwise("salt", found.salt(), expected.salt());
        }
        return variants && !found.variants().equals(expected.variants())
                ? otherwise("set of variants", found.variants(), expected.variants())
                : "";
    }

    private static String named(@Nullable String control) {
        return control == null ? "none" : control;
    }

    private static String otherwise(String field, Object found, Object expected) {
        return "its " + field + " is " + found + ", expected " + expected;
    }
}
