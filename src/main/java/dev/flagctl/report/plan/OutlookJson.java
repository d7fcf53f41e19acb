// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Outlook;
import dev.flagctl.plan.StageSize;
import dev.flagctl.report.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The JSON of what is expected of a stage, within the object of its step. */
final class OutlookJson {

    private OutlookJson() {}

    static void write(JsonGenerator json, @Nullable Outlook outlook) {
        if (outlook == null) {
            return;
        }
        json.writeNumberProperty("expectedMs", outlook.lasts().toMillis());
        if (outlook.users() != null) {
            json.writeNumberProperty("usersPerDay", outlook.users());
        }
        if (!outlook.sizes().isEmpty()) {
            json.writeStringProperty("size", outlook.sizes().get(0).words());
            Json.array(json, "sizes", () -> outlook.sizes().forEach(size -> write(json, size)));
        }
    }

    private static void write(JsonGenerator json, StageSize size) {
        json.writeStartObject();
        json.writeStringProperty("metric", size.metric());
        json.writeNumberProperty("units", size.units());
        if (Double.isFinite(size.detects())) {
            json.writeNumberProperty("detects", size.detects());
        }
        json.writeNumberProperty("power", size.power());
        json.writeNumberProperty("needsMs", size.needs().toMillis());
        json.writeNumberProperty("worstHarm", size.worstHarm());
        json.writeStringProperty("source", size.source());
        if (!size.problem().isEmpty()) {
            json.writeStringProperty("problem", size.problem());
        }
        json.writeEndObject();
    }
}
