// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs for different features or environments go on beside each other; those that share one do not. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a shell script as a hook")
final class SeparateTeamsTest {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void a_team_does_not_wait_for_the_hook_of_another(String ledger) throws Exception {
        Shop shop = shop(ledger);
        FlagctlProcess search = FlagctlProcess.start(
                folder, "search-", "dana", java.util.List.of(), "apply", "--auto-approve", "--feature=search");
        search.await(shop.path("hook-began"));
        Cli erin = shop.cli().at(Clock.systemUTC()).with("USER", "erin");

        Result cart = erin.run("apply", "--auto-approve", "--feature=cart");
        Result staging = erin.run("apply", "--auto-approve", "-e", "staging");
        Result status = erin.run("status");
        Result production = erin.run("apply", "--auto-approve", "-e", "production");
        Result everything = erin.run("apply", "--auto-approve");
        Result kill = erin.run("kill", "search", "-e", "production");

        assertThat(cart.exitCode()).as(cart.errorOutput()).isZero();
        assertThat(staging.exitCode()).as("search in staging is locked too").isEqualTo(7);
        assertThat(status.output()).contains("locked: shop/production/search and 1 more: run", "dana");
        for (Result locked : java.util.List.of(production, everything, kill)) {
            assertThat(locked.exitCode()).isEqualTo(7);
            assertThat(locked.errorOutput()).contains("shop/production/search and 1 more is locked: run", "dana");
        }
        shop.write("go", "on");
        assertThat(search.end(LONGEST)).as(search.errors()).isZero();
        assertThat(shop.read("flags/production.json")).contains("\"search\"", "\"cart\"");
        assertThat(erin.run("history", "verify").exitCode()).isZero();
        assertThat(erin.run("apply", "--auto-approve").output()).contains("0 failed");
    }

    @Test
    void what_another_run_left_open_is_settled_only_by_a_run_for_it() throws Exception {
        Shop shop = shop("sqlite");
        FlagctlProcess search = FlagctlProcess.start(
                folder, "search-", "dana", java.util.List.of(), "apply", "--auto-approve", "--feature=search");
        search.await(shop.path("hook-began"));
        search.process().destroyForcibly().waitFor();
        Cli later = shop.cli().at(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5)));

        Result cart = later.run("apply", "--auto-approve", "--feature=cart");
        Result doctor = later.run("doctor");
        shop.write("go", "on");
        Result all = later.run("apply", "--auto-approve");

        assertThat(cart.exitCode()).as(cart.errorOutput()).isZero();
        assertThat(doctor.output()).contains("1 that an earlier run began and did not end");
        assertThat(all.exitCode()).as(all.errorOutput()).isZero();
        assertThat(later.run("doctor").output()).doesNotContain("did not end");
    }

    private Shop shop(String ledger) {
        Shop shop = new Shop(folder).search();
        shop.edit("flagctl.yaml", text -> text.replace(", protected: true", ""));
        shop.edit(
                "manifests/search.yaml",
                text -> text.replace("  rollout:\n", "  rollout:\n    staging: {strategy: all-at-once}\n"));
        shop.write("manifests/cart.yaml", shop.read("manifests/search.yaml").replace("name: search", "name: cart"));
        shop.hooked("while [ ! -e go ] && [ -e hook-began ]; do sleep 0.1; done\n");
        return ledger.equals("sqlite")
                ? shop
                : shop.postgres(PostgresServer.shared().url(), PostgresServer.freshSchema());
    }
}
