// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli;
import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Flags that a team made by hand in LaunchDarkly become manifests whose plan is empty. */
final class LaunchDarklyImportTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    @Test
    void flags_made_by_hand_are_imported_and_nothing_is_planned() throws IOException {
        try (StrictLaunchDarkly server = new StrictLaunchDarkly()) {
            server.flags.put("new-search", flag("new-search", """
                    {"rollout": {"contextKind": "user", "variations": [{"variation": 0, "weight": 30000}, {"variation": 1, "weight": 70000}]}}
                    """));
            server.flags.put("banner", flag("banner", """
                    {"variation": 0}
                    """));
            Files.writeString(folder.resolve("flagctl.yaml"), """
                    apiVersion: flagctl.dev/v1
                    kind: Project
                    metadata: {name: shop}
                    spec:
                      environments:
                        production: {flags: ld}
                      adapters:
                        ld: {type: launchdarkly, project: shop, token: "${env:LD_TOKEN}", url: "URL"}
                    """.replace("URL", server.url()));
            int before = server.changes();
            Cli cli = Cli.in(folder).with("LD_TOKEN", StrictLaunchDarkly.TOKEN);

            Result imported = cli.run("import", "--from=launchdarkly", "-e", "production");
            Result plan = cli.run("plan");

            assertThat(imported.exitCode()).as(imported.toString()).isZero();
            assertThat(imported.output()).contains("manifests/new-search.yaml", "manifests/banner.yaml");
            assertThat(Files.readString(folder.resolve("manifests/new-search.yaml")))
                    .contains("30");
            assertThat(plan.output()).as(plan.toString()).isEqualTo("production · 2 features · no changes\n");
            assertThat(server.changes()).isEqualTo(before);
        }
    }

    /** A flag as LaunchDarkly's page makes one: true first, and served as its environment says. */
    private static StrictFlag flag(String key, String served) {
        StrictFlag flag = new StrictFlag(
                JSON.readTree("{\"key\": \"" + key + "\", \"name\": \"" + key
                        + "\", \"variations\": [{\"value\": true}, {\"value\": false}]}"),
                List.of("production", "staging"));
        flag.environment("production").put("on", true).set("fallthrough", JSON.readTree(served));
        return flag;
    }
}
