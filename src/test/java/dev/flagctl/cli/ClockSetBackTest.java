// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of a machine is set back by an hour between two runs, with evidence of the hour before. */
final class ClockSetBackTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void nothing_advances_until_the_clock_is_where_it_was_and_the_ledger_is_whole(String ledger) {
        Shop shop = shop(ledger);
        shop.applied().later(HOUR.multipliedBy(2));
        count(shop, shop.clock.instant(), 20);
        shop.applied();
        assertThat(shop.read("flags/production.json")).contains("50000");

        shop.later(HOUR.negated());
        Result plan = shop.run("plan");
        Result back = shop.run("apply", "--auto-approve");
        Result pause = shop.run("pause", "search", "-e", "production", "--reason=look");
        Result resume = shop.run("resume", "search", "-e", "production", "--reason=looked", "--auto-approve");

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(back.exitCode()).as(back.toString()).isZero();
        assertThat(pause.exitCode()).as(pause.toString()).isZero();
        assertThat(resume.exitCode()).as(resume.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("50000");
        assertThat(shop.run("history", "verify").exitCode()).isZero();
        assertThat(shop.run("status").output()).contains("lock free");
        shop.later(HOUR);
        assertThat(shop.run("apply", "--auto-approve").exitCode()).isZero();
        shop.later(HOUR.multipliedBy(2));
        count(shop, shop.clock.instant(), 20);
        shop.applied();
        assertThat(shop.run("status", "--all").output()).contains("100%");
        assertThat(shop.run("history", "verify").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void what_fails_is_taken_back_all_the_same(String ledger) {
        Shop shop = shop(ledger);
        shop.applied().later(HOUR.multipliedBy(3));
        count(shop, shop.clock.instant(), 20);
        shop.applied();
        assertThat(shop.read("flags/production.json")).contains("50000");
        shop.later(Duration.ofMinutes(30));
        count(shop, shop.clock.instant(), 300);
        shop.later(HOUR.negated());
        shop.run("apply", "--auto-approve");

        shop.later(HOUR);
        Result failed = shop.run("apply", "--auto-approve");

        assertThat(failed.exitCode()).as(failed.toString()).isEqualTo(4);
        assertThat(shop.read("flags/production.json")).doesNotContain("50000");
        assertThat(shop.run("history", "verify").exitCode()).isZero();
    }

    private Shop shop(String ledger) {
        Shop shop = Shop.measured(folder).search();
        shop.edit(
                "manifests/search.yaml",
                text -> text + "  guardrails:\n    - {metric: errors, role: critical, worse-than: control}\n");
        if (ledger.equals("postgres")) {
            shop.postgres(PostgresServer.shared().url(), PostgresServer.freshSchema());
        }
        return shop;
    }

    /** Of 1,000 users who met the treatment two minutes before, so many met an error, and 2 % of all others. */
    private static void count(Shop shop, Instant until, int errors) {
        String time = until.minusSeconds(120).toString();
        shop.write(
                "telemetry/production.csv",
                "time,metric,flag,variant,units,bad\n" + time + ",errors,search,on,1000," + errors + "\n" + time
                        + ",errors,search,off,9000,180\n");
    }
}
