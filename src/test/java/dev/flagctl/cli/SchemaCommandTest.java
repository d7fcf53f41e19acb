// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.report.OutputSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SchemaCommandTest {

    @ParameterizedTest
    @MethodSource("dev.flagctl.report.OutputSchemas#names")
    void the_schemas_of_what_is_written_are_those_that_tests_check(String name) throws IOException {
        assertThat(Cli.launch("schema", name).output())
                .isEqualTo(Files.readString(Path.of("schemas/output/" + name + ".schema.json")));
    }

    @Test
    void the_manual_names_every_schema() throws IOException {
        String manual = Files.readString(Path.of("docs/cli.md"));
        String section = manual.substring(manual.indexOf("## Programs that read it"), manual.indexOf("## Editors"));

        assertThat(OutputSchemas.names())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(section).contains("`" + name + "`"));
    }

    @Test
    void manifests_are_the_default() {
        assertThat(Cli.launch("schema")).isEqualTo(Cli.launch("schema", "manifests"));
        assertThat(Cli.launch("schema", "event").errorOutput()).contains("did you mean events?");
    }

    @Test
    void the_problem_matcher_reads_what_validate_says_in_short(@TempDir Path folder) throws IOException {
        Shop shop = new Shop(folder).search().edit("manifests/search.yaml", text -> text.replace("owner", "onwer"));
        Files.write(folder.resolve("manifests/bytes.yaml"), new byte[] {'a', ':', ' ', (byte) 0xff});
        Result result = shop.run("validate", "-o", "short");

        List<String> lines = result.output().lines().toList();

        assertThat(lines).hasSizeGreaterThan(1);
        JsonNode matchers = JsonMapper.shared()
                .readTree(Cli.launch("schema", "problem-matcher").output())
                .get("problemMatcher");
        for (String line : lines) {
            int matches = 0;
            for (JsonNode matcher : matchers) {
                JsonNode pattern = matcher.get("pattern").get(0);
                Matcher found =
                        Pattern.compile(pattern.get("regexp").asString()).matcher(line);
                if (found.matches()) {
                    matches++;
                    assertThat(found.group(pattern.get("file").asInt()))
                            .startsWith("manifests/")
                            .endsWith(".yaml");
                    assertThat(found.group(pattern.get("code").asInt())).matches("FC\\d{4}");
                }
            }
            assertThat(matches).as(line).isEqualTo(1);
        }
    }
}
