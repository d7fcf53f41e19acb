// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Task;
import dev.flagctl.report.Json;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.Motion;
import dev.flagctl.run.RunEvent;
import tools.jackson.core.JsonGenerator;

/** The fields that events of a run share. */
final class EventJson {

    private EventJson() {}

    static void key(JsonGenerator json, FeatureKey key) {
        json.writeStringProperty("feature", key.feature());
        json.writeStringProperty("environment", key.environment());
    }

    static void task(JsonGenerator json, Task task) {
        key(json, task.key());
        json.writeStringProperty("task", task.id());
        json.writeStringProperty("taskKind", task.kind().name());
    }

    static void change(JsonGenerator json, Change change) {
        json.writeStringProperty("version", change.version());
        json.writeStringProperty("motion", Motion.of(change).word());
        json.writeStringProperty("decision", change.decision().kind().name());
        json.writeStringProperty("reason", change.decision().reason().name());
        json.writeStringProperty("because", change.decision().because());
        json.writeStringProperty("before", ChangeWords.exposure(change.before()));
        json.writeStringProperty("after", ChangeWords.exposure(change.after()));
        Json.text(json, "source", change.source().file().isEmpty() ? null : change.source());
        Json.object(json, "impact", () -> {
            Json.number(json, "before", change.impact().before());
            Json.number(json, "after", change.impact().after());
        });
    }

    /** Writes what was measured as sums; the ledger has what a decision was made from. */
    static void measured(JsonGenerator json, RunEvent.Measured event) {
        key(json, event.key());
        json.writeStringProperty("metric", event.metric());
        json.writeStringProperty("state", event.series().state().name());
        json.writeStringProperty("watermark", event.series().watermark().toString());
        Arm control = Arm.EMPTY;
        Arm treatment = Arm.EMPTY;
        for (Bucket bucket : event.series().buckets()) {
            control = control.plus(bucket.control());
            treatment = treatment.plus(bucket.treatment());
        }
        json.writeNumberProperty("buckets", event.series().buckets().size());
        arm(json, "control", control);
        arm(json, "treatment", treatment);
    }

    private static void arm(JsonGenerator json, String name, Arm arm) {
        Json.object(json, name, () -> {
            json.writeNumberProperty("units", arm.units());
            json.writeNumberProperty("bad", arm.bad());
            Json.number(json, "sum", arm.sum());
            Json.number(json, "sumOfSquares", arm.sumOfSquares());
        });
    }
}
