// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import dev.flagctl.cli.Cli.Result;
import dev.flagctl.report.OutputSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status -o json} writes over the life of a feature is what its schemas describe. */
final class StatusSchemaTest {

    @TempDir
    private Path folder;

    @Test
    void every_state_of_a_life_is_as_the_schemas_say() throws IOException {
        Shop shop = new Shop(folder).search();
        assertDescribed(shop, "new");
        shop.applied();
        assertDescribed(shop, "baking");
        shop.later(Duration.ofHours(2));
        assertDescribed(shop, "due");
        shop.applied("pause", "search", "-e", "production", "--reason=a look");
        assertDescribed(shop, "paused");
        shop.applied("resume", "search", "-e", "production", "--reason=looked").applied();
        shop.applied("rollback", "search", "-e", "production", "--reason=ticket 4711");
        assertDescribed(shop, "rolled back");
        shop.applied("kill", "search", "-e", "production", "--reason=ticket 4712");
        assertDescribed(shop, "killed");
        shop.applied("resume", "search", "-e", "production", "--reason=fixed");
        for (int i = 0; i < 5; i++) {
            shop.later(Duration.ofHours(5)).applied();
        }
        assertDescribed(shop, "done");
    }

    @Test
    void a_flag_that_somebody_moved_is_as_the_schema_says() throws IOException {
        Shop shop = new Shop(folder).search().applied();
        shop.edit("flags/production.json", text -> text.replace("10000", "70000"));

        assertDescribed(shop, "drifted");
    }

    @Test
    void what_a_guardrail_holds_is_as_the_schema_says() throws IOException {
        Shop shop = Shop.measured(folder).search();
        shop.edit("manifests/search.yaml", text -> text + """
                  guardrails:
                    - {metric: errors, role: guard, worse-than: control}
                """);
        shop.applied().later(Duration.ofHours(2));

        assertDescribed(shop, "without data");
    }

    private static void assertDescribed(Shop shop, String state) throws IOException {
        for (List<String> words : List.of(
                List.of("status", "--all", "-o", "json"), List.of("status", "-o", "json", "--owner=team-search"))) {
            assertValid("status", shop.run(words.toArray(String[]::new)), state);
        }
        String now = shop.clock.instant().toString();
        assertValid("status-at", shop.run("status", "--at=" + now, "--all", "-o", "json"), state);
    }

    private static void assertValid(String schema, Result result, String state) throws IOException {
        assertThat(result.exitCode()).as("%s: %s", state, result.errorOutput()).isZero();
        assertThat(OutputSchemas.of(schema).validate(result.output(), InputFormat.JSON))
                .as("%s: %s", state, result.output())
                .isEmpty();
    }
}
