// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.report.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The newest entry of a ledger, as it is kept outside of it.
 *
 * @param project name of the project
 * @param serial serial of the entry, 0 for an empty ledger
 * @param hash its hash
 * @param time when it was exported
 * @param signature Ed25519 over {@link #signed}, in Base64, or null
 */
public record HeadJson(
        String project,
        long serial,
        String hash,
        Instant time,
        @Nullable String signature) {

    private static final JsonFactory FACTORY = new JsonFactory();

    public HeadJson signedWith(String made) {
        return new HeadJson(project, serial, hash, time, made);
    }

    /** Returns the bytes that a signature is made of: each field on a line of its own, none has a line end. */
    public byte[] signed() {
        return ("flagctl ledger head 1\n" + project + "\n" + serial + "\n" + hash + "\n" + time + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    public String write() {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("project", project);
            json.writeNumberProperty("serial", serial);
            json.writeStringProperty("hash", hash);
            json.writeStringProperty("time", time.toString());
            Json.text(json, "signature", signature);
        });
    }

    /** Returns the head of a text, empty when it is none. */
    public static Optional<HeadJson> read(String text) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_NULL) {
                    fields.put(name, json.getString());
                }
                json.skipChildren();
            }
            String hash = fields.getOrDefault("hash", "");
            return hash.length() == 64
                    ? Optional.of(new HeadJson(
                            fields.getOrDefault("project", ""),
                            Long.parseLong(fields.getOrDefault("serial", "")),
                            hash,
                            Instant.parse(fields.getOrDefault("time", "")),
                            fields.get("signature")))
                    : Optional.empty();
        } catch (JacksonException | NumberFormatException | DateTimeException broken) {
            return Optional.empty();
        }
    }
}
