// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Notice;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.plan.Task;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** The JSON of a notice that is to be sent: kept in the ledger until it is delivered, so that no run forgets it. */
final class NoticeJson {

    private NoticeJson() {}

    static void write(JsonGenerator json, Task.SendNotice task) {
        Notice notice = task.notice();
        json.writeStartObject();
        json.writeStringProperty("adapter", task.adapter());
        JsonText.field(json, "facts", notice.facts());
        json.writeStringProperty("id", task.id());
        json.writeStringProperty("key", notice.idempotencyKey());
        json.writeStringProperty("kind", notice.kind().name());
        json.writeStringProperty("owner", notice.owner());
        json.writeStringProperty("summary", notice.summary());
        json.writeStringProperty("time", notice.time().toString());
        json.writeStringProperty("version", notice.version());
        json.writeEndObject();
    }

    static Task.SendNotice read(Fields fields, FeatureKey key) {
        Map<String, String> facts = new LinkedHashMap<>();
        fields.object("facts").map().forEach((name, value) -> facts.put(name, String.valueOf(value)));
        Notice notice = new Notice(
                fields.text("key"),
                NoticeKind.valueOf(fields.text("kind")),
                fields.time("time"),
                key,
                fields.text("version"),
                fields.text("owner"),
                fields.text("summary"),
                facts);
        return new Task.SendNotice(fields.text("id"), key, null, fields.text("adapter"), notice);
    }
}
