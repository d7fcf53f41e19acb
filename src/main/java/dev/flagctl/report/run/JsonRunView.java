// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.report.Json;
import dev.flagctl.report.JsonStream;
import dev.flagctl.report.plan.PlanCounts;
import dev.flagctl.report.plan.PlanJson;
import dev.flagctl.run.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** A run as a stream of JSON, as {@code schemas/output/events.schema.json} describes it: first the version, last the result. */
final class JsonRunView implements RunView {

    private final JsonStream stream;
    private final RunAccount account = new RunAccount();

    JsonRunView(Consumer<String> out) {
        this.stream = new JsonStream(line -> out.accept(line + "\n"));
        stream.version();
    }

    @Override
    public synchronized void accept(RunEvent event) {
        account.add(event);
        switch (event.kind()) {
            case SETTLED -> {
                RunEvent.Settled settled = (RunEvent.Settled) event;
                stream.event("settled", event.time(), json -> {
                    EventJson.key(json, settled.key());
                    json.writeStringProperty("task", settled.task());
                    json.writeStringProperty("outcome", settled.outcome());
                });
            }
            case MEASURED ->
                stream.event("measured", event.time(), json -> EventJson.measured(json, (RunEvent.Measured) event));
            case PLANNED -> planned((RunEvent.Planned) event);
            case STARTED -> {
                RunEvent.Started started = (RunEvent.Started) event;
                stream.event("started", event.time(), json -> {
                    json.writeStringProperty("run", started.run());
                    json.writeNumberProperty("token", started.token());
                    json.writeNumberProperty("tasks", started.tasks());
                });
            }
            case TASK_STARTED ->
                stream.event(
                        "task-started",
                        event.time(),
                        json -> EventJson.task(json, ((RunEvent.TaskStarted) event).task()));
            case TASK_DONE -> {
                RunEvent.TaskDone done = (RunEvent.TaskDone) event;
                stream.event("task-done", event.time(), json -> {
                    EventJson.task(json, done.task());
                    EventJson.change(json, done.change());
                    json.writeNumberProperty("tookMs", done.took().toMillis());
                    json.writeNumberProperty("done", done.done());
                    json.writeNumberProperty("total", done.total());
                });
            }
            case TASK_FAILED -> {
                RunEvent.TaskFailed failed = (RunEvent.TaskFailed) event;
                stream.event("task-failed", event.time(), json -> {
                    EventJson.task(json, failed.task());
                    EventJson.change(json, failed.change());
                    json.writeStringProperty("why", failed.why());
                });
            }
            case TASK_SKIPPED -> {
                RunEvent.TaskSkipped skipped = (RunEvent.TaskSkipped) event;
                stream.event("task-skipped", event.time(), json -> {
                    EventJson.task(json, skipped.task());
                    EventJson.change(json, skipped.change());
                    json.writeStringProperty("why", skipped.why());
                });
            }
            case CLIENTS -> {
                RunEvent.Clients clients = (RunEvent.Clients) event;
                stream.event("clients", event.time(), json -> {
                    EventJson.key(json, clients.key());
                    json.writeStringProperty("adapter", clients.adapter());
                    json.writeNumberProperty("tookMs", clients.took().toMillis());
                    json.writeStringProperty("missing", clients.missing());
                });
            }
            case WAITING ->
                stream.event(
                        "waiting", event.time(), json -> Json.text(json, "until", ((RunEvent.Waiting) event).until()));
            case ENDED -> {
                // One result at the end of the stream, for all rounds.
            }
        }
    }

    @Override
    public void aside(String line) {
        // Programs hear of it as a task; words beside the stream would not be JSON.
    }

    @Override
    public synchronized void heartbeat(Instant now) {
        stream.event("heartbeat", now, json -> json.writeNumberProperty("done", account.done()));
    }

    @Override
    public synchronized void end(Instant now, int exitCode) {
        stream.event("result", now, json -> {
            json.writeNumberProperty("exitCode", exitCode);
            json.writeBooleanProperty("interrupted", account.isInterrupted());
            Json.object(json, "tasks", () -> {
                json.writeNumberProperty("done", account.done());
                json.writeNumberProperty("failed", account.failed().size());
                json.writeNumberProperty("skipped", account.skipped().size());
                json.writeNumberProperty("rolledBack", account.rolledBack());
            });
            Plan plan = account.plan();
            environments(json, plan == null ? List.of() : PlanCounts.of(plan.environments(), plan.changes()));
            Json.text(json, "nextDue", plan == null ? null : NextDue.after(plan));
        });
    }

    private void planned(RunEvent.Planned event) {
        Plan plan = event.plan();
        List<PlanCounts> all = PlanCounts.of(plan.environments(), plan.changes());
        stream.event("planned", event.time(), json -> {
            json.writeStringProperty("project", plan.project());
            json.writeNumberProperty("serial", plan.serial());
            json.writeStringProperty("digest", PlanFile.digest(plan));
            environments(json, all);
        });
        for (PlanCounts counts : all) {
            counts.shown()
                    .forEach(change -> stream.event("change", event.time(), json -> PlanJson.change(json, change)));
        }
    }

    private static void environments(JsonGenerator json, List<PlanCounts> all) {
        Json.array(
                json,
                "environments",
                () -> all.forEach(counts -> {
                    json.writeStartObject();
                    PlanJson.environment(json, counts);
                    json.writeEndObject();
                }));
    }
}
