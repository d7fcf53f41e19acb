// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Clients;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/** The JSON of what is recorded of a feature: the {@code state} of ledger entries. Shares are thousandths of a percent. */
public final class RecordedJson {

    private RecordedJson() {}

    public static String write(Recorded recorded) {
        return JsonText.write(json -> write(json, recorded));
    }

    /**
     * Returns what a ledger entry recorded.
     *
     * @throws IllegalStateException when the text was not written by {@link #write}
     */
    public static Recorded read(String text) {
        return read(Fields.of(text));
    }

    static void write(JsonGenerator json, Recorded recorded) {
        json.writeStartObject();
        if (!recorded.audiences().isEmpty()) {
            json.writeStringProperty("audiences", recorded.audiences());
        }
        if (recorded.clients().behind()) {
            json.writeBooleanProperty("behind", true);
        }
        if (!recorded.clients().bucketing().isEmpty()) {
            json.writeStringProperty("bucketing", recorded.clients().bucketing());
        }
        json.writeName("flag");
        flag(json, recorded.flag());
        json.writeName("position");
        position(json, recorded.position());
        json.writeStringProperty("spec", recorded.specDigest());
        json.writeEndObject();
    }

    static Recorded read(Fields fields) {
        String bucketing = fields.optional("bucketing");
        String audiences = fields.optional("audiences");
        return new Recorded(
                position(fields.object("position")),
                flag(fields.object("flag")),
                fields.text("spec"),
                new Clients(bucketing == null ? "" : bucketing, fields.flag("behind")),
                audiences == null ? "" : audiences);
    }

    static void flag(JsonGenerator json, FlagState flag) {
        json.writeStartObject();
        JsonText.field(json, "control", flag.control());
        json.writeName("exposure");
        json.writeStartArray();
        for (Slice slice : flag.exposure().slices()) {
            json.writeStartObject();
            JsonText.field(json, "cohort", slice.audience().cohort());
            JsonText.field(json, "region", slice.audience().region());
            json.writeNumberProperty("share", slice.percent().thousandths());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("rest", flag.rest());
        json.writeStringProperty("salt", flag.salt());
        json.writeStringProperty("treatment", flag.treatment());
        json.writeStringProperty("unit", flag.unit());
        JsonText.field(json, "variants", flag.variants());
        json.writeEndObject();
    }

    static FlagState flag(Fields fields) {
        List<Slice> slices = new ArrayList<>();
        for (Fields slice : fields.objects("exposure")) {
            Audience audience = new Audience(slice.optional("cohort"), slice.optional("region"));
            slices.add(new Slice(audience, new Percent((int) slice.number("share"))));
        }
        return new FlagState(
                fields.object("variants").map(),
                fields.text("treatment"),
                fields.text("rest"),
                fields.optional("control"),
                new Exposure(slices),
                fields.text("unit"),
                fields.text("salt"));
    }

    private static void position(JsonGenerator json, Position position) {
        json.writeStartObject();
        JsonText.field(json, "by", position.by());
        JsonText.field(json, "cooldownUntil", position.cooldownUntil());
        json.writeStringProperty("kind", position.kind().name());
        if (!position.reason().isEmpty()) {
            json.writeStringProperty("reason", position.reason());
        }
        json.writeNumberProperty("retries", position.retries());
        json.writeStringProperty("rolloutSince", position.rolloutSince().toString());
        json.writeStringProperty("since", position.since().toString());
        json.writeNumberProperty("stage", position.stage());
        json.writeStringProperty("stageName", position.stageName());
        if (!position.told().isEmpty()) {
            JsonText.field(json, "told", new TreeSet<>(position.told()));
        }
        json.writeStringProperty("version", position.version());
        json.writeEndObject();
    }

    private static Position position(Fields fields) {
        Set<String> told = new LinkedHashSet<>(fields.texts("told"));
        String reason = fields.optional("reason");
        return new Position(
                fields.text("version"),
                (int) fields.number("stage"),
                fields.text("stageName"),
                PositionKind.valueOf(fields.text("kind")),
                fields.time("since"),
                fields.time("rolloutSince"),
                (int) fields.number("retries"),
                fields.optionalTime("cooldownUntil"),
                reason == null ? "" : reason,
                fields.optional("by"),
                told);
    }
}
