// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each setting that a schema lets an adapter have stands in the table of its page, and the table names no setting that there is not. */
final class AdapterPagesTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path SCHEMAS = Path.of("schemas/adapters");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    /** A page, and what the schema says of the settings of its adapter. */
    record Adapter(String type, JsonNode schema) {

        @Override
        public String toString() {
            return type;
        }
    }

    static List<Adapter> adapters() throws IOException {
        List<Adapter> adapters = new ArrayList<>();
        try (Stream<Path> files = Files.list(SCHEMAS)) {
            for (Path file : files.sorted().toList()) {
                String type = file.getFileName().toString().replace(".schema.json", "");
                adapters.add(new Adapter(type, JSON.readTree(Files.readString(file))));
            }
        }
        JsonNode all = JSON.readTree(Files.readString(Path.of("schemas/flagctl.schema.json")))
                .get("definitions");
        for (Map.Entry<String, JsonNode> definition : all.properties()) {
            if (definition.getKey().startsWith("ledger-")) {
                adapters.add(new Adapter(definition.getKey().substring("ledger-".length()), definition.getValue()));
            }
        }
        return adapters;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void the_page_of_an_adapter_lists_all_of_its_settings(Adapter adapter) throws IOException {
        Map<String, JsonNode> settings = settings(adapter.schema());

        List<String> listed = listed(Files.readString(Path.of("docs/adapters", adapter.type() + ".md")));

        assertThat(listed)
                .as("docs/adapters/%s.md", adapter.type())
                .containsExactlyInAnyOrderElementsOf(settings.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("adapters")
    void the_page_of_an_adapter_has_the_defaults_of_the_schema(Adapter adapter) throws IOException {
        String page = Files.readString(Path.of("docs/adapters", adapter.type() + ".md"));

        settings(adapter.schema()).forEach((name, setting) -> {
            if (setting.has("default")) {
                assertThat(page.lines())
                        .as("row of `%s` in docs/adapters/%s.md", name, adapter.type())
                        .anySatisfy(row -> assertThat(row)
                                .startsWith("|")
                                .contains(
                                        "`" + name + "`", setting.get("default").asString()));
            }
        });
    }

    private static Map<String, JsonNode> settings(JsonNode schema) {
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        schema.get("properties").properties().forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        settings.remove("type");
        return settings;
    }

    /** Returns the words in code of the first cells of the table whose header begins with "setting". */
    private static List<String> listed(String page) {
        List<String> words = new ArrayList<>();
        boolean within = false;
        for (String line : page.lines().toList()) {
            within = line.startsWith("| setting |") || (within && line.startsWith("|"));
            if (within) {
                Matcher word = WORD.matcher(line.split("\\|", 3)[1]);
                while (word.find()) {
                    words.add(word.group(1));
                }
            }
        }
        return words;
    }
}
