// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code flagctl doctor}: each adapter is looked at, and what keeps it from working is named with its remedy. */
final class DoctorCommandTest {

    private static final String PROJECT = """
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: shop}
            spec:
              environments:
                production: {flags: local, telemetry: events}
              adapters:
                local: {type: flagd, path: "flags/${environment}.json"}
                events: {type: events, path: "events"}
                chat: {type: webhook, url: "https://chat.example/hook", secret: "${file:chat.key}"}
                deploy: {type: exec, command: [no-such-program]}
            """;

    @TempDir
    private Path folder;

    @Test
    void says_what_to_mend_and_ends_with_1() throws Exception {
        Files.writeString(folder.resolve("flagctl.yaml"), PROJECT);

        Result result = Cli.in(folder).run("doctor");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output())
                .contains("ledger  sqlite")
                .contains("serial 0")
                .contains("local  flagd · production")
                .contains("is not there yet")
                .contains("needs the file chat.key for \"secret\"")
                .contains("\"no-such-program\" is no executable file on PATH")
                .contains("do: install it, make it executable, or correct \"command\"")
                .contains("5 things looked at · 2 to mend · 2 to know");
        assertThat(Cli.in(folder).run("doctor", "-o", "json").output())
                .contains("\"state\" : \"warning\"", "\"state\" : \"failed\"", "\"exitCode\" : 1");
    }

    @Test
    void ends_with_0_when_everything_works_and_changes_nothing() throws Exception {
        Files.writeString(folder.resolve("flagctl.yaml"), PROJECT.replace("[no-such-program]", "[./deploy.sh]"));
        Files.writeString(folder.resolve("chat.key"), "whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5\n");
        Path deploy = Files.writeString(folder.resolve("deploy.sh"), "#!/bin/sh\n");
        assertThat(deploy.toFile().setExecutable(true)).isTrue();
        Files.createDirectories(folder.resolve("events"));

        Result result = Cli.in(folder).run("doctor", "-o", "json");

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output())
                .contains("\"adapter\" : \"deploy\"")
                .contains("\"state\" : \"ok\"")
                .doesNotContain("whsec_")
                .doesNotContain("failed");
        assertThat(folder.resolve("flags")).doesNotExist();
    }
}
