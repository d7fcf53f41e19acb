// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.port.Entry;
import dev.flagctl.port.EntryDraft;
import dev.flagctl.port.EntryEvidence;
import dev.flagctl.report.Json;
import dev.flagctl.report.JsonStream;
import java.time.Instant;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Entries with everything that the ledger keeps of them; body and state are what was hashed, as text. */
final class HistoryJsonView implements HistoryView {

    private final boolean document;

    HistoryJsonView(boolean document) {
        this.document = document;
    }

    @Override
    public void render(EntrySource entries, Instant now, Consumer<String> out) {
        if (document) {
            Json.document(out, json -> {
                json.writeStringProperty("format", Json.FORMAT);
                Json.array(
                        json,
                        "entries",
                        () -> entries.each(entry -> {
                            json.writeStartObject();
                            json.writeStringProperty(
                                    "time", entry.draft().time().toString());
                            write(json, entry);
                            json.writeEndObject();
                        }));
            });
            return;
        }
        JsonStream stream = new JsonStream(line -> out.accept(line + "\n"));
        stream.version();
        long[] count = {0};
        entries.each(entry -> {
            count[0]++;
            stream.event("entry", entry.draft().time(), json -> write(json, entry));
        });
        stream.event("result", now, json -> json.writeNumberProperty("entries", count[0]));
    }

    private static void write(JsonGenerator json, Entry entry) {
        EntryDraft draft = entry.draft();
        FeatureKey key = draft.key();
        json.writeNumberProperty("serial", entry.serial());
        json.writeStringProperty("actor", draft.actor());
        json.writeStringProperty("run", draft.run());
        json.writeStringProperty("kind", draft.kind().name());
        Json.text(json, "feature", key == null ? null : key.feature());
        Json.text(json, "environment", key == null ? null : key.environment());
        Json.text(json, "task", draft.task());
        json.writeStringProperty("why", EntryWords.why(entry));
        json.writeStringProperty("body", draft.body());
        Json.text(json, "state", draft.state());
        EntryEvidence evidence = draft.evidence();
        Json.text(json, "evidence", evidence == null ? null : evidence.json());
        Json.text(json, "evidenceDigest", evidence == null ? null : evidence.digest());
        json.writeStringProperty("previousHash", entry.previousHash());
        json.writeStringProperty("hash", entry.hash());
    }
}
