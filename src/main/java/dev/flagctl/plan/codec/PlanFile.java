// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.SavedPlan;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The file of a saved plan: canonical JSON, without a secret, and with the digest of its effect.
 *
 * <p>The effect is what would happen, to which flags, from which state to which: not the clock, not the wording.
 */
public final class PlanFile {

    /** Version of the format: a reader refuses another major one. */
    public static final String FORMAT = "flagctl-plan/1";

    private static final Duration VALID = Duration.ofHours(24);

    private PlanFile() {}

    /** Returns the first 16 hexadecimal digits of the SHA-256 of a plan's effect. */
    public static String digest(Plan plan) {
        return hash(JsonText.write(json -> changes(json, plan, false)));
    }

    /**
     * Returns the text of a plan's file.
     *
     * @param head hash of the newest entry of the ledger that the plan was made from
     */
    public static String write(Plan plan, String head) {
        return JsonText.write(json -> {
                    json.writeStartObject();
                    json.writeName("changes");
                    changes(json, plan, true);
                    json.writeStringProperty("effect", digest(plan));
                    JsonText.field(json, "environments", plan.environments());
                    json.writeStringProperty("format", FORMAT);
                    json.writeStringProperty("head", head);
                    json.writeStringProperty("now", plan.now().toString());
                    json.writeStringProperty("project", plan.project());
                    json.writeNumberProperty("serial", plan.serial());
                    json.writeStringProperty(
                            "validUntil", plan.now().plus(VALID).toString());
                    json.writeEndObject();
                })
                + "\n";
    }

    /**
     * Returns a saved plan.
     *
     * @throws IllegalStateException when the text is no plan file of this format
     */
    public static SavedPlan read(String text) {
        try {
            return read(Fields.of(text));
        } catch (IllegalArgumentException | DateTimeException | ClassCastException e) {
            // A file that people hand in may hold anything; what the types refuse is as wrong as what is missing.
            throw new IllegalStateException("it is no plan: " + e.getMessage(), e);
        }
    }

    private static SavedPlan read(Fields fields) {
        if (!FORMAT.equals(fields.optional("format"))) {
            throw new IllegalStateException(
                    "its format is " + fields.optional("format") + ", and this flagctl reads " + FORMAT);
        }
        List<SavedPlan.Change> changes = new ArrayList<>();
        for (Fields change : fields.objects("changes")) {
            changes.add(new SavedPlan.Change(
                    new FeatureKey(change.text("feature"), change.text("environment")),
                    change.text("version"),
                    change.text("decision"),
                    (int) change.number("stage"),
                    flag(change, "before"),
                    flag(change, "after")));
        }
        return new SavedPlan(
                fields.text("project"),
                fields.texts("environments"),
                fields.time("now"),
                fields.number("serial"),
                Objects.requireNonNullElse(fields.optional("head"), ""),
                fields.time("validUntil"),
                fields.text("effect"),
                changes);
    }

    private static @Nullable FlagState flag(Fields change, String name) {
        return change.has(name) ? RecordedJson.flag(change.object(name)) : null;
    }

    private static void changes(JsonGenerator json, Plan plan, boolean wording) {
        json.writeStartArray();
        for (Change change : plan.changes()) {
            if (change.isDue()) {
                change(json, change, wording);
            }
        }
        json.writeEndArray();
    }

    private static void change(JsonGenerator json, Change change, boolean wording) {
        json.writeStartObject();
        json.writeStringProperty("action", change.action().name());
        state(json, "after", change.after());
        if (wording) {
            json.writeStringProperty("because", change.decision().because());
        }
        state(json, "before", change.before());
        json.writeStringProperty("ceiling", ceiling(change).toString());
        json.writeStringProperty("decision", change.decision().kind().name());
        json.writeStringProperty("environment", change.key().environment());
        json.writeStringProperty("feature", change.key().feature());
        json.writeStringProperty("reason", change.decision().reason().name());
        json.writeNumberProperty("stage", change.decision().stage());
        json.writeStringProperty("version", change.version());
        json.writeEndObject();
    }

    private static Exposure ceiling(Change change) {
        FlagState after = change.after();
        return after == null ? Exposure.NONE : after.exposure();
    }

    private static void state(JsonGenerator json, String name, @Nullable FlagState flag) {
        if (flag != null) {
            json.writeName(name);
            RecordedJson.flag(json, flag);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
