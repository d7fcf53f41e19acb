// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Position;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Slice;
import dev.flagctl.report.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The JSON of what a flag serves and where a feature stands; shares are percent. */
final class StateJson {

    private StateJson() {}

    /** Writes an exposure: as people say it, and slice by slice. */
    static void exposure(JsonGenerator json, Exposure exposure) {
        json.writeStringProperty("exposure", exposure.toString());
        Json.array(json, "slices", () -> {
            for (Slice slice : exposure.slices()) {
                json.writeStartObject();
                Json.text(json, "cohort", slice.audience().cohort());
                Json.text(json, "region", slice.audience().region());
                json.writeNumberProperty("percent", slice.percent().thousandths() / 1000.0);
                json.writeEndObject();
            }
        });
    }

    static void flag(JsonGenerator json, String name, @Nullable FlagState flag) {
        json.writeName(name);
        if (flag == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        exposure(json, flag.exposure());
        json.writeStringProperty("treatment", flag.treatment());
        json.writeStringProperty("rest", flag.rest());
        Json.text(json, "control", flag.control());
        json.writeStringProperty("unit", flag.unit());
        json.writeEndObject();
    }

    static void position(JsonGenerator json, String name, @Nullable Recorded recorded) {
        json.writeName(name);
        if (recorded == null) {
            json.writeNull();
            return;
        }
        Position position = recorded.position();
        json.writeStartObject();
        json.writeStringProperty("kind", position.kind().name());
        json.writeStringProperty("version", position.version());
        json.writeNumberProperty("stage", position.stage());
        json.writeStringProperty("stageName", position.stageName());
        json.writeStringProperty("since", position.since().toString());
        json.writeEndObject();
    }
}
