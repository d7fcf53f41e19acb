// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.Json;
import dev.flagctl.report.JsonStream;
import java.util.List;

/** A plan as a stream: the version, each change and refusal by itself, and the result with the counts of each environment. */
final class PlanJsonLinesView implements PlanView {

    @Override
    public String render(Plan plan, PlanCover cover) {
        StringBuilder text = new StringBuilder();
        JsonStream stream = new JsonStream(line -> text.append(line).append('\n'));
        stream.version();
        for (Change change : plan.changes()) {
            if (Motion.of(change).isShown()) {
                stream.event("change", plan.now(), json -> ChangeJson.write(json, change));
            }
        }
        for (Refusal refusal : plan.refusals()) {
            stream.event("refusal", plan.now(), json -> PlanJsonView.refusal(json, refusal));
        }
        List<PlanCounts> environments = PlanCounts.of(plan.environments(), plan.changes());
        stream.event("result", plan.now(), json -> {
            json.writeStringProperty("project", plan.project());
            json.writeNumberProperty("serial", plan.serial());
            json.writeStringProperty("digest", cover.digest());
            Json.array(
                    json,
                    "environments",
                    () -> environments.forEach(counts -> {
                        json.writeStartObject();
                        PlanJson.environment(json, counts);
                        json.writeEndObject();
                    }));
        });
        return text.toString();
    }
}
