// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.status;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.Json;
import dev.flagctl.report.plan.PlanJson;
import java.util.List;

/** Where features stand, as one document; each feature has also all that a plan says about it. */
final class StatusJsonView {

    private StatusJsonView() {}

    static String render(Plan plan, List<Standing> standings, StatusCover cover) {
        int steady = 0;
        for (Change change : plan.changes()) {
            steady += Standing.isSteady(change) ? 1 : 0;
        }
        int moving = plan.changes().size() - steady;
        int atRest = steady;
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", plan.project());
            json.writeStringProperty("time", plan.now().toString());
            json.writeNumberProperty("serial", plan.serial());
            Locks locks = cover.locks();
            Json.text(json, "lock", locks.held().isEmpty() ? null : locks.held().get(0));
            Json.texts(json, "locks", locks.held());
            Json.texts(json, "silentLocks", locks.silent());
            json.writeNumberProperty("moving", moving);
            json.writeNumberProperty("steady", atRest);
            Json.texts(json, "leftOut", cover.leftOut());
            Json.array(json, "failing", () -> {
                for (Failing each : cover.failing()) {
                    json.writeStartObject();
                    json.writeStringProperty("feature", each.key().feature());
                    json.writeStringProperty("environment", each.key().environment());
                    json.writeNumberProperty("times", each.times());
                    json.writeStringProperty("last", each.last().toString());
                    json.writeStringProperty("why", each.why());
                    json.writeEndObject();
                }
            });
            Json.array(json, "features", () -> {
                for (Standing standing : standings) {
                    json.writeStartObject();
                    json.writeStringProperty("stage", standing.stage());
                    json.writeStringProperty("exposure", standing.exposure());
                    json.writeStringProperty("position", standing.position());
                    json.writeStringProperty("next", standing.next());
                    PlanJson.change(json, standing.change());
                    json.writeEndObject();
                }
            });
        });
    }
}
