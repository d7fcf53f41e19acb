// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Outlook;
import dev.flagctl.plan.StageSize;
import dev.flagctl.report.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The JSON of what is expected of a stage, within the object of its step. */
final class OutlookJson {

    private OutlookJson() {}

    static void write(JsonGenerator json, @Nullable Outlook outlook) {
        List<StageSize> sizes = outlook == null ? List.of() : outlook.sizes();
        Json.number(json, "expectedMs", outlook == null ? null : outlook.lasts().toMillis());
        Json.number(json, "usersPerDay", outlook == null ? null : outlook.users());
        Json.text(json, "size", sizes.isEmpty() ? null : sizes.get(0).words());
        Json.array(json, "sizes", () -> sizes.forEach(size -> write(json, size)));
    }

    private static void write(JsonGenerator json, StageSize size) {
        json.writeStartObject();
        json.writeStringProperty("metric", size.metric());
        json.writeNumberProperty("units", size.units());
        Json.number(json, "detects", size.detects());
        Json.number(json, "power", size.power());
        json.writeNumberProperty("needsMs", size.needs().toMillis());
        json.writeNumberProperty("worstHarm", size.worstHarm());
        json.writeStringProperty("finds", size.finds());
        json.writeStringProperty("source", size.source());
        Json.text(json, "problem", size.problem().isEmpty() ? null : size.problem());
        json.writeEndObject();
    }
}
