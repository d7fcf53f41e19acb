// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.FlagState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells field by field in what two states of a flag differ. */
public final class FieldDiff {

    private FieldDiff() {}

    /** Returns the fields that differ, the most dangerous first; an absent flag has only an exposure of nobody. */
    public static List<FieldChange> of(@Nullable FlagState before, @Nullable FlagState after) {
        List<FieldChange> changes = new ArrayList<>();
        if (before == null || after == null) {
            add(changes, "flag", before == null ? "absent" : "present", after == null ? "absent" : "present");
            add(changes, "exposure", exposure(before), exposure(after));
            return changes;
        }
        add(changes, "unit", before.unit(), after.unit());
        add(changes, "salt", before.salt(), after.salt());
        add(changes, "exposure", exposure(before), exposure(after));
        add(changes, "treatment", before.treatment(), after.treatment());
        add(changes, "rest", before.rest(), after.rest());
        add(changes, "control group", control(before), control(after));
        // A flag service may keep the same variants in another order.
        if (!before.variants().equals(after.variants())) {
            add(
                    changes,
                    "variants",
                    before.variants().toString(),
                    after.variants().toString());
        }
        return changes;
    }

    private static void add(List<FieldChange> changes, String field, String before, String after) {
        if (!before.equals(after)) {
            changes.add(new FieldChange(field, before, after));
        }
    }

    private static String control(FlagState state) {
        String control = state.control();
        return control == null ? "none" : control;
    }

    private static String exposure(@Nullable FlagState state) {
        return state == null ? "0%" : state.exposure().toString();
    }
}
