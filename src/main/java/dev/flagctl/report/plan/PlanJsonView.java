// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** A plan as one document, as {@code schemas/output/plan.schema.json} describes it; unchanged features are counted only. */
final class PlanJsonView implements PlanView {

    @Override
    public String render(Plan plan, PlanCover cover) {
        List<PlanCounts> environments = PlanCounts.of(plan.environments(), plan.changes());
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            head(json, plan, cover);
            Json.array(
                    json,
                    "environments",
                    () -> environments.forEach(counts -> {
                        json.writeStartObject();
                        PlanJson.environment(json, counts);
                        json.writeEndObject();
                    }));
            Json.array(json, "changes", () -> {
                for (Change change : plan.changes()) {
                    if (Motion.of(change).isShown()) {
                        json.writeStartObject();
                        ChangeJson.write(json, change);
                        json.writeEndObject();
                    }
                }
            });
            ceiling(json, plan);
            Json.array(json, "refusals", () -> {
                for (Refusal refusal : plan.refusals()) {
                    json.writeStartObject();
                    refusal(json, refusal);
                    json.writeEndObject();
                }
            });
        });
    }

    static void head(JsonGenerator json, Plan plan, PlanCover cover) {
        json.writeStringProperty("project", plan.project());
        json.writeStringProperty("time", plan.now().toString());
        json.writeNumberProperty("serial", plan.serial());
        json.writeStringProperty("digest", cover.digest());
        Json.text(json, "commit", cover.commit());
        Json.text(json, "validUntil", cover.validUntil());
        Json.texts(json, "leftOut", cover.leftOut());
    }

    static void refusal(JsonGenerator json, Refusal refusal) {
        json.writeStringProperty("feature", refusal.key().feature());
        json.writeStringProperty("environment", refusal.key().environment());
        json.writeStringProperty("reason", refusal.reason());
        json.writeStringProperty("remedy", refusal.remedy());
        Json.text(json, "source", refusal.source().file().isEmpty() ? null : refusal.source());
    }

    private static void ceiling(JsonGenerator json, Plan plan) {
        Json.array(json, "ceiling", () -> {
            for (Map.Entry<FeatureKey, Exposure> entry : plan.ceiling().entrySet()) {
                json.writeStartObject();
                json.writeStringProperty("feature", entry.getKey().feature());
                json.writeStringProperty("environment", entry.getKey().environment());
                StateJson.exposure(json, entry.getValue());
                json.writeEndObject();
            }
        });
    }
}
