// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference page is the schema in words; {@code -Dflagctl.golden=write} writes it anew. */
final class ManifestReferenceTest {

    private static final Path PAGE = Path.of("docs/manifest-reference.md");

    private final JsonNode definitions =
            JsonMapper.shared().readTree(Schemas.bundle()).get("definitions");

    @Test
    void the_page_says_what_the_schema_says() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("flagctl.golden"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private String page() {
        StringBuilder page = new StringBuilder("""
                # Manifest reference

                Written from `schemas/flagctl.schema.json`; a test keeps both equal. Every document begins with
                `apiVersion: flagctl.dev/v1`, a `kind`, and `metadata`; what follows under `spec` depends on the kind.
                `*` marks keys that must be written. Durations are `30s`, `15m`, `2h`, `14d`, `2w` or `1h30m`.

                """);
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put(
                "Project",
                List.of("metadata", "project-spec", "environment", "read-back", "population", "cohort", "condition"));
        groups.put("Ledgers", List.of("ledger-sqlite", "ledger-postgres"));
        groups.put("Adapters", adapters());
        groups.put(
                "Feature",
                List.of(
                        "feature-metadata",
                        "feature-spec",
                        "rollout",
                        "stage",
                        "hook",
                        "guardrail",
                        "notify",
                        "sunset"));
        groups.put("Metric", List.of("metric-spec"));
        groups.put("Strategy", List.of("strategy-spec"));
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            page.append("## ").append(group.getKey()).append("\n\n");
            for (String definition : group.getValue()) {
                JsonNode schema = definitions.get(definition);
                page.append("### ").append(definition).append("\n\n");
                page.append(schema.get("description").asString()).append("\n\n");
                if (schema.path("properties").isEmpty()) {
                    continue;
                }
                page.append("| key | value | default | meaning |\n|---|---|---|---|\n");
                rows(page, "", schema);
                page.append('\n');
            }
        }
        return page.toString();
    }

    private List<String> adapters() {
        List<String> names = new ArrayList<>();
        for (String definition : definitions.propertyNames()) {
            if (definition.startsWith("adapter-")) {
                names.add(definition);
            }
        }
        return names;
    }

    private static void rows(StringBuilder page, String prefix, JsonNode schema) {
        List<String> required = Values.texts(schema.get("required"));
        for (Map.Entry<String, JsonNode> entry : schema.path("properties").properties()) {
            JsonNode key = entry.getValue();
            page.append("| `").append(prefix).append(entry.getKey()).append('`');
            page.append(required.contains(entry.getKey()) ? " *" : "");
            page.append(" | ").append(value(key)).append(" | ");
            page.append(key.has("default") ? "`" + escape(key.get("default").toString()) + "`" : "");
            page.append(" | ")
                    .append(escape(key.path("description").asString("")))
                    .append(" |\n");
            rows(page, prefix + entry.getKey() + ".", key);
        }
    }

    private static String value(JsonNode key) {
        if (key.has("$ref")) {
            String name = key.get("$ref").asString().substring("#/definitions/".length());
            // An adapter is one of several, by its type.
            return "[" + name + "](#" + (name.equals("adapter") ? "adapters" : name) + ")";
        }
        if (key.has("else") && !key.has("type")) {
            return value(key.get("else")) + ", or " + value(key.get("then"));
        }
        if (key.has("enum")) {
            return "`" + String.join("` `", Values.texts(key.get("enum"))) + "`";
        }
        String type = key.path("type").isArray()
                ? String.join(" or ", Values.texts(key.get("type")))
                : key.path("type").asString("");
        if (key.has("items")) {
            return "list of " + value(key.get("items"));
        }
        if (key.path("additionalProperties").isObject()) {
            return "mapping to " + value(key.get("additionalProperties"));
        }
        JsonNode example = key.path("examples").path(0);
        return escape(type + (example.isMissingNode() ? "" : ", such as `" + example + "`"));
    }

    private static String escape(String text) {
        return text.replace("|", "\\|");
    }
}
