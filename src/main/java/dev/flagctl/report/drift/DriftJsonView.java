// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.drift;

import dev.flagctl.model.OutsideChange;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Json;
import dev.flagctl.report.plan.PlanJson;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Drift as one document, as {@code schemas/output/drift.schema.json} describes it. */
final class DriftJsonView {

    private DriftJsonView() {}

    static String render(Plan plan, List<Drift> drifts, DriftCover cover) {
        int recorded = 0;
        for (Change change : plan.changes()) {
            recorded += change.recordedBefore() == null ? 0 : 1;
        }
        int known = recorded;
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", plan.project());
            json.writeStringProperty("time", plan.now().toString());
            json.writeNumberProperty("serial", plan.serial());
            Json.texts(json, "environments", plan.environments());
            Json.array(json, "drifted", () -> {
                for (Drift drift : drifts) {
                    json.writeStartObject();
                    drift(json, drift);
                    json.writeEndObject();
                }
            });
            Json.object(json, "counts", () -> {
                json.writeNumberProperty("drifted", drifts.size());
                json.writeNumberProperty("asRecorded", known - drifts.size());
            });
            Json.texts(json, "leftOut", cover.leftOut());
            json.writeNumberProperty("exitCode", cover.exitCode());
        });
    }

    private static void drift(JsonGenerator json, Drift drift) {
        json.writeStringProperty("direction", drift.direction().word());
        PlanJson.flag(json, "served", drift.recorded());
        PlanJson.flag(json, "serves", drift.flag().state());
        json.writeStringProperty("unreadable", drift.flag().unreadable());
        OutsideChange by = drift.by();
        Json.text(json, "by", by == null ? null : by.by());
        Json.text(json, "at", by == null ? null : by.at());
        Json.text(json, "reference", by == null ? null : by.reference());
        Json.object(json, "change", () -> PlanJson.change(json, drift.change()));
    }
}
