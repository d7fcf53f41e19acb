// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.report.Json;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** A run as one document, as {@code schemas/output/run.schema.json} describes it. */
final class RunJson {

    private RunJson() {}

    static String render(RunAccount account, Instant now, int exitCode) {
        Plan plan = account.plan();
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("time", now.toString());
            Json.text(json, "project", plan == null ? null : plan.project());
            Json.text(json, "digest", plan == null ? null : PlanFile.digest(plan));
            json.writeNumberProperty("exitCode", exitCode);
            json.writeBooleanProperty("interrupted", account.isInterrupted());
            Json.object(json, "tasks", () -> {
                json.writeNumberProperty("done", account.done());
                json.writeNumberProperty("failed", account.failed().size());
                json.writeNumberProperty("skipped", account.skipped().size());
                json.writeNumberProperty("rolledBack", account.rolledBack());
            });
            Json.array(json, "results", () -> account.steps().forEach(step -> step(json, step)));
            Json.array(json, "holds", () -> account.holds().forEach(change -> hold(json, change)));
            Json.text(json, "nextDue", plan == null ? null : NextDue.after(plan));
        });
    }

    private static void step(JsonGenerator json, RunStep step) {
        json.writeStartObject();
        EventJson.task(json, step.task());
        json.writeStringProperty("outcome", step.outcome().name().toLowerCase(Locale.ROOT));
        boolean done = step.outcome() == RunStep.Outcome.DONE;
        Json.number(json, "tookMs", done ? step.took().toMillis() : null);
        Json.text(json, "why", done ? null : step.why());
        EventJson.change(json, step.change());
        json.writeEndObject();
    }

    private static void hold(JsonGenerator json, Change change) {
        Hold hold = change.decision().hold();
        json.writeStartObject();
        EventJson.key(json, change.key());
        json.writeStringProperty("reason", change.decision().reason().name());
        json.writeStringProperty("waitsFor", hold == null ? change.decision().because() : hold.waitsFor());
        Json.text(json, "until", hold == null ? null : hold.until());
        json.writeEndObject();
    }
}
