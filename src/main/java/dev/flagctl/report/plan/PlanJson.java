// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.FlagState;
import dev.flagctl.plan.Change;
import dev.flagctl.report.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The parts of a plan's JSON that streams of runs have too. */
public final class PlanJson {

    private PlanJson() {}

    /** Writes the fields of a change into the object that is open. */
    public static void change(JsonGenerator json, Change change) {
        ChangeJson.write(json, change);
    }

    /** Writes what a flag serves as a field, {@code null} when nobody knows. */
    public static void flag(JsonGenerator json, String name, @Nullable FlagState flag) {
        StateJson.flag(json, name, flag);
    }

    /** Writes the fields of an environment's counts into the object that is open. */
    public static void environment(JsonGenerator json, PlanCounts counts) {
        json.writeStringProperty("environment", counts.environment());
        json.writeNumberProperty("features", counts.features());
        json.writeNumberProperty("due", counts.due());
        Json.object(json, "counts", () -> counts(json, counts));
    }

    private static void counts(JsonGenerator json, PlanCounts counts) {
        for (Motion motion : Motion.values()) {
            json.writeNumberProperty(motion.word(), counts.of(motion));
        }
    }
}
