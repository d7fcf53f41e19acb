// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.drift;

import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import java.util.EnumSet;
import java.util.Set;

/** Shows what moved outside flagctl, and nothing of what flagctl itself would do next. */
public final class DriftViews {

    private static final Set<Format> FORMATS = EnumSet.of(Format.TEXT, Format.JSON);

    private DriftViews() {}

    /** Returns the formats that there is a view for. */
    public static Set<Format> formats() {
        return EnumSet.copyOf(FORMATS);
    }

    /** Returns how many flags drifted. */
    public static int count(Plan plan, Observation world) {
        return Drift.of(plan, world).size();
    }

    /**
     * Returns the whole text, each line with its end.
     *
     * @param plan made from {@code world}
     * @throws IllegalArgumentException when {@link #formats} lacks the format
     */
    public static String render(Format format, Looks looks, Plan plan, Observation world, DriftCover cover) {
        if (!FORMATS.contains(format)) {
            throw new IllegalArgumentException("there is no drift as " + format.word());
        }
        return format == Format.JSON
                ? DriftJsonView.render(plan, Drift.of(plan, world), cover)
                : new DriftTextView(looks, plan, cover).render(Drift.of(plan, world));
    }
}
