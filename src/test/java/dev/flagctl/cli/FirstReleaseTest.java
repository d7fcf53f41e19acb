// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger and a plan of the first flagctl are read by this one; where they come from is told beside them. */
final class FirstReleaseTest {

    private static final Instant MINUTES_LATER = Instant.parse("2026-11-30T14:20:00Z");

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void as_it_was_left() throws IOException {
        shop = new Shop(folder);
        for (String file :
                List.of("flagctl.yaml", "first.plan", "manifests/search.yaml", "flags/production.json", "ledger.db")) {
            Path to = folder.resolve(file.equals("ledger.db") ? ".flagctl/ledger.db" : file);
            Files.createDirectories(to.getParent());
            try (InputStream from = FirstReleaseTest.class.getResourceAsStream("/first-release/" + file)) {
                Files.write(to, from.readAllBytes());
            }
        }
        shop.later(Duration.between(shop.clock.instant(), MINUTES_LATER));
    }

    @Test
    void its_chain_is_whole_and_its_entries_are_understood() {
        Result verified = shop.run("history", "verify");
        Result history = shop.run("history", "--all", "--limit=0");

        assertThat(verified.exitCode()).as(verified.toString()).isZero();
        assertThat(verified.output()).contains("12 entries");
        assertThat(history.output()).contains("ticket 4711", "search");
        assertThat(shop.run("explain", "12").exitCode()).isZero();
        assertThat(shop.run("status", "--at=2026-11-30T14:15Z", "-o", "name").output())
                .isEqualTo("search\n");
    }

    @Test
    void it_goes_on_where_it_was_left() {
        Result plan = shop.run("plan");

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(plan.output()).contains("1 advance");
        shop.applied();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
        assertThat(shop.run("history", "verify").exitCode()).isZero();
    }

    @Test
    void its_plan_is_carried_out() {
        Result result = shop.run("apply", "first.plan");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
    }

    @Test
    void its_ledger_is_copied_and_still_whole() {
        Result result = shop.run("ledger", "copy", "--to=other.db");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output()).contains("the ledger is whole");
    }
}
