// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.plan.Decision;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Reason;
import tools.jackson.core.JsonGenerator;

/** The JSON of a decision. */
final class DecisionJson {

    private DecisionJson() {}

    static void write(JsonGenerator json, Decision decision) {
        json.writeStartObject();
        json.writeStringProperty("because", decision.because());
        Hold hold = decision.hold();
        if (hold != null) {
            json.writeName("hold");
            json.writeStartObject();
            json.writeStringProperty("releasedBy", hold.releasedBy());
            json.writeStringProperty("since", hold.since().toString());
            JsonText.field(json, "until", hold.until());
            json.writeStringProperty("waitsFor", hold.waitsFor());
            json.writeEndObject();
        }
        json.writeStringProperty("kind", decision.kind().name());
        json.writeStringProperty("reason", decision.reason().name());
        json.writeNumberProperty("stage", decision.stage());
        json.writeEndObject();
    }

    static Decision read(Fields fields) {
        Fields hold = fields.object("hold");
        return new Decision(
                DecisionKind.valueOf(fields.text("kind")),
                Reason.valueOf(fields.text("reason")),
                fields.text("because"),
                (int) fields.number("stage"),
                fields.has("hold")
                        ? new Hold(
                                hold.text("waitsFor"),
                                hold.time("since"),
                                hold.optionalTime("until"),
                                hold.text("releasedBy"))
                        : null);
    }
}
