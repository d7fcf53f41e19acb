// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.DataState;
import dev.flagctl.plan.OutageRecord;

/** The JSON of what a run found of the data of a guardrail. */
public final class OutageJson {

    private OutageJson() {}

    public static String write(OutageRecord outage) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeStringProperty("metric", outage.metric());
            JsonText.field(json, "since", outage.since());
            json.writeStringProperty("state", outage.state().name());
            if (!outage.why().isEmpty()) {
                json.writeStringProperty("why", outage.why());
            }
            json.writeEndObject();
        });
    }

    /**
     * Returns what an entry's body says.
     *
     * @throws IllegalStateException when the text was not written by {@link #write}
     */
    public static OutageRecord read(String body) {
        Fields fields = Fields.of(body);
        String why = fields.optional("why");
        return new OutageRecord(
                fields.text("metric"),
                DataState.valueOf(fields.text("state")),
                fields.optionalTime("since"),
                why == null ? "" : why);
    }
}
