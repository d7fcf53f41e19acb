// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Many processes that apply at once, on one PostgreSQL ledger. {@code -Dflagctl.applies=50} starts more than the eight of a usual build. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script as a hook")
final class ManyAppliesTest {

    private static final int APPLIES = Integer.getInteger("flagctl.applies", 8);

    private static final Duration LONGEST = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @Test
    void one_wins_and_every_other_ends_with_7_and_the_name_of_the_holder() throws Exception {
        Shop shop = shop();
        List<FlagctlProcess> running = new ArrayList<>();
        running.add(start("winner"));
        running.get(0).await(shop.path("hook-began"));

        for (int i = 1; i < APPLIES; i++) {
            running.add(start("loser-" + i));
        }

        for (int i = 1; i < APPLIES; i++) {
            int exitCode = running.get(i).end(LONGEST);
            assertThat(exitCode).as(running.get(i).errors()).isEqualTo(ExitCode.LOCKED.code());
            assertThat(running.get(i).errors()).contains("shop is locked").contains("winner");
        }
        shop.write("go", "on");
        assertThat(running.get(0).end(LONGEST)).as(running.get(0).errors()).isZero();
        verify(shop);
    }

    @Test
    void with_patience_each_gets_its_turn_and_the_work_is_done_once() throws Exception {
        Shop shop = shop();
        shop.write("go", "on");
        List<FlagctlProcess> running = new ArrayList<>();

        for (int i = 0; i < APPLIES; i++) {
            running.add(start("patient-" + i, "--lock-timeout=5m"));
        }

        for (int i = 0; i < APPLIES; i++) {
            assertThat(running.get(i).end(LONGEST)).as(running.get(i).errors()).isZero();
        }
        verify(shop);
    }

    private static void verify(Shop shop) {
        Cli cli = shop.cli().at(Clock.systemUTC());
        assertThat(cli.run("history", "verify").exitCode()).isZero();
        assertThat(cli.run("history", "search", "-o", "short")
                        .output()
                        .lines()
                        .filter(line -> line.contains("ADVANCE")))
                .hasSize(1);
        assertThat(cli.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
    }

    private Shop shop() throws IOException {
        Shop shop = new Shop(folder).search();
        shop.write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: local}
                  adapters:
                    local: {type: flagd, path: "flags/${environment}.json"}
                    smoke: {type: exec, command: [./hook.sh]}
                  ledger: {type: postgres, url: "URL", schema: "SCHEMA"}
                """.replace("URL", PostgresServer.shared().url())
                .replace("SCHEMA", PostgresServer.freshSchema()));
        shop.edit(
                "manifests/search.yaml",
                text -> text.replace(
                        "{percent: 10, bake: 1h}",
                        "{percent: 10, bake: 1h, hooks: [{adapter: smoke, action: check}]}"));
        shop.write("hook.sh", "#!/bin/sh\necho > hook-began\nwhile [ ! -e go ]; do sleep 0.1; done\n");
        Files.setPosixFilePermissions(shop.path("hook.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        return shop;
    }

    private FlagctlProcess start(String actor, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("apply", "--auto-approve"));
        words.addAll(List.of(more));
        return FlagctlProcess.start(folder, actor + "-", actor, List.of(), words.toArray(new String[0]));
    }
}
