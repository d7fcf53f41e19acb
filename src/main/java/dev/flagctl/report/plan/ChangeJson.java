// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.EndMark;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.ControlKind;
import dev.flagctl.plan.Decision;
import dev.flagctl.plan.FieldChange;
import dev.flagctl.plan.FieldDiff;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Impact;
import dev.flagctl.plan.Task;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.plan.codec.EvidenceJson;
import dev.flagctl.report.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The JSON of one change. Shares are percent, durations milliseconds, times RFC 3339 in UTC. */
final class ChangeJson {

    private ChangeJson() {}

    /** Writes the fields of a change into the object that is open. */
    static void write(JsonGenerator json, Change change) {
        json.writeStringProperty("feature", change.key().feature());
        json.writeStringProperty("environment", change.key().environment());
        json.writeStringProperty("version", change.version());
        json.writeStringProperty("owner", change.owner());
        json.writeStringProperty("featureType", word(change.type()));
        Json.text(json, "source", change.source().file().isEmpty() ? null : change.source());
        json.writeStringProperty("motion", Motion.of(change).word());
        json.writeStringProperty("action", change.action().name());
        json.writeBooleanProperty("due", change.isDue());
        Json.object(json, "decision", () -> decision(json, change.decision()));
        StateJson.flag(json, "before", change.before());
        StateJson.flag(json, "after", change.after());
        Json.array(json, "fields", () -> fields(json, change));
        Json.text(json, "mark", change.mark() == EndMark.LEFT ? null : change.mark());
        StateJson.position(json, "positionBefore", change.recordedBefore());
        StateJson.position(json, "positionAfter", change.recorded());
        json.writeNumberProperty("stages", change.trajectory().rolloutStages());
        Json.array(json, "timeline", () -> change.timeline().forEach(step -> step(json, step)));
        Json.object(json, "impact", () -> impact(json, change.impact()));
        guardrails(json, change.judgement(), change.control());
        Json.texts(json, "edits", change.edits());
        Json.array(json, "tasks", () -> change.tasks().forEach(task -> task(json, task)));
    }

    private static void decision(JsonGenerator json, Decision decision) {
        json.writeStringProperty("kind", decision.kind().name());
        json.writeStringProperty("reason", decision.reason().name());
        json.writeStringProperty("because", decision.because());
        json.writeNumberProperty("stage", decision.stage());
        Hold hold = decision.hold();
        json.writeName("hold");
        if (hold == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        json.writeStringProperty("waitsFor", hold.waitsFor());
        json.writeStringProperty("since", hold.since().toString());
        Json.text(json, "until", hold.until());
        json.writeStringProperty("releasedBy", hold.releasedBy());
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, Change change) {
        for (FieldChange field : FieldDiff.of(change.before(), change.after())) {
            json.writeStartObject();
            json.writeStringProperty("field", field.field());
            json.writeStringProperty("before", field.before());
            json.writeStringProperty("after", field.after());
            json.writeEndObject();
        }
    }

    private static void step(JsonGenerator json, TimelineStep step) {
        json.writeStartObject();
        json.writeNumberProperty("stage", step.index());
        json.writeStringProperty("name", step.stage().name());
        json.writeStringProperty("kind", step.stage().kind().name());
        StateJson.exposure(json, step.stage().exposure());
        json.writeStringProperty("earliest", step.earliest().toString());
        json.writeNumberProperty("bakeMs", step.stage().bake().time().toMillis());
        json.writeNumberProperty("bakeExposures", step.stage().bake().exposures());
        Json.texts(json, "gates", step.gates());
        OutlookJson.write(json, step.outlook());
        json.writeEndObject();
    }

    private static void impact(JsonGenerator json, Impact impact) {
        Json.number(json, "before", impact.before());
        Json.number(json, "after", impact.after());
        Json.number(json, "control", impact.control());
        Json.text(json, "controlShares", impact.controlShares());
        json.writeNumberProperty("moved", impact.moved());
        json.writeNumberProperty("movedShare", impact.movedShare());
        json.writeBooleanProperty("exact", impact.exact());
        json.writeStringProperty("source", impact.source());
        Json.texts(json, "unknown", impact.unknown());
    }

    private static void guardrails(JsonGenerator json, @Nullable Judgement judgement, ControlKind control) {
        json.writeName("judgement");
        if (judgement == null) {
            json.writeNull();
        } else {
            EvidenceJson.write(json, judgement, control);
        }
    }

    private static void task(JsonGenerator json, Task task) {
        json.writeStartObject();
        json.writeStringProperty("id", task.id());
        json.writeStringProperty("kind", task.kind().name());
        Json.text(json, "after", task.after());
        json.writeEndObject();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
