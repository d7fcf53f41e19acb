// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.ApprovalRecord;
import java.time.Instant;

/** The JSON of somebody's word on a stage. */
public final class ApprovalJson {

    private ApprovalJson() {}

    public static String write(ApprovalRecord word) {
        return JsonText.write(json -> {
            json.writeStartObject();
            json.writeBooleanProperty("granted", word.granted());
            json.writeStringProperty("group", word.group());
            json.writeStringProperty("reason", word.reason());
            json.writeStringProperty("stage", word.stage());
            json.writeStringProperty("version", word.version());
            json.writeEndObject();
        });
    }

    /** Returns the word of an entry's body; who and when stand beside the body in the ledger. */
    public static ApprovalRecord read(String body, FeatureKey key, String by, Instant time) {
        Fields fields = Fields.of(body);
        return new ApprovalRecord(
                key,
                fields.text("version"),
                fields.text("stage"),
                fields.text("group"),
                by,
                fields.flag("granted"),
                fields.text("reason"),
                time);
    }
}
