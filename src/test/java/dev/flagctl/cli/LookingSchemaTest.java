// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands that only look write as JSON over the life of a feature is what their schemas describe; {@link Cli} holds every output against them. */
final class LookingSchemaTest {

    @TempDir
    private Path folder;

    @Test
    void every_state_of_a_life_is_as_the_schemas_say() {
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
    void a_flag_that_somebody_moved_is_as_the_schemas_say() {
        Shop shop = new Shop(folder).search().applied();
        shop.edit("flags/production.json", text -> text.replace("10000", "70000"));

        assertDescribed(shop, "drifted");
    }

    @Test
    void what_a_guardrail_holds_is_as_the_schemas_say() {
        Shop shop = Shop.measured(folder).search();
        shop.edit("manifests/search.yaml", text -> text + """
                  guardrails:
                    - {metric: errors, role: guard, worse-than: control}
                """);
        shop.applied().later(Duration.ofHours(2));

        assertDescribed(shop, "without data");
    }

    @Test
    void a_project_in_which_nothing_happened_is_as_the_schemas_say() {
        assertDescribed(new Shop(folder), "empty");
    }

    private static void assertDescribed(Shop shop, String state) {
        String now = shop.clock.instant().toString();
        for (String words : List.of(
                "status --all -o json",
                "status --at=" + now + " --all -o json",
                "plan -o json",
                "plan -o jsonl",
                "plan --drift-only -o json",
                "observe -o json",
                "history --all -o json",
                "history --all -o jsonl",
                "history verify -o json",
                "history export-head",
                "doctor -o json",
                "validate -o json",
                "validate -o jsonl")) {
            Result result = shop.run(words.split(" "));
            assertThat(result.exitCode()).as("%s, %s: %s", state, words, result).isZero();
            assertThat(result.output()).contains("\"format\"");
        }
    }
}
