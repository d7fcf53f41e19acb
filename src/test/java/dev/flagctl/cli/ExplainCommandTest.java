// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Explaining judges what the ledger keeps once more, and says loudly when something else comes out. */
final class ExplainCommandTest {

    private static final String HEAD = "time,metric,flag,variant,units,bad\n";

    @TempDir
    private Path folder;

    @Test
    void an_entry_with_evidence_gives_the_same_bits_again() {
        Shop shop = rolledBack();

        Result result = shop.run("explain", entry(shop));

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output().replaceAll("\\s+", " "))
                .contains("errors FAIL 3% vs control 1%")
                .containsPattern("replayed judged again from its counts: the same bits in \\d+ values");
    }

    @Test
    void a_feature_is_explained_with_all_its_entries_judged_again() {
        Shop shop = rolledBack();

        Result result = shop.run("explain", "search");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.output().replaceAll("\\s+", " "))
                .containsPattern("replayed 2 entries judged again from recorded counts: the same bits in \\d+ values");
    }

    @Test
    void altered_counts_are_said_loudly_and_end_with_1() throws SQLException {
        Shop shop = rolledBack();
        String serial = entry(shop);
        alter(serial, "/1000/50", "/1000/10");

        Result entry = shop.run("explain", serial);
        Result feature = shop.run("explain", "search");

        assertThat(entry.exitCode()).isEqualTo(1);
        assertThat(entry.output().replaceAll("\\s+", " "))
                .contains("NOT REPRODUCED entry " + serial + ": its counts do not give its verdict")
                .contains("errors treatment.bad: recorded 60, computed 20")
                .contains("errors verdict: recorded FAIL, computed PASS")
                .contains("flagctl history verify");
        assertThat(feature.exitCode()).isEqualTo(1);
        assertThat(feature.output()).contains("NOT REPRODUCED");
        assertThat(shop.run("history", "verify").exitCode()).isEqualTo(1);
    }

    @Test
    void pruned_evidence_is_told_of_and_the_chain_still_holds() {
        Shop shop = rolledBack();
        String serial = entry(shop);
        String head = shop.run("history", "export-head").output();
        shop.write("head.json", head).later(Duration.ofDays(500));

        Result pruned = shop.run("ledger", "prune", "--older-than=400d");
        Result again = shop.run("ledger", "prune", "--older-than=400d");
        Result entry = shop.run("explain", serial);

        assertThat(pruned.output())
                .containsPattern("^pruned the evidence of 2 entries up to \\d+; this is entry \\d+\n$");
        assertThat(again.output()).contains("no entry from before").contains("has evidence that could be dropped");
        assertThat(entry.exitCode()).isZero();
        assertThat(entry.output().replaceAll("\\s+", " "))
                .containsPattern("evidence pruned on .* by dana, entry \\d+")
                .contains("ROLL_BACK");
        assertThat(shop.run("history").output()).contains("pruned", "the evidence of 2 entries");
        assertThat(shop.run("history", "verify", "--against=head.json").exitCode())
                .isZero();
        assertThat(shop.run("ledger", "copy", "--to=copy.db").output()).contains("the ledger is whole");
        assertThat(shop.run("apply", "--auto-approve").exitCode()).isIn(0, 6);
    }

    @Test
    void what_to_prune_must_be_said_and_have_passed() {
        Shop shop = new Shop(folder).search().applied();

        assertThat(shop.run("ledger", "prune").errorOutput()).contains("--older-than must say which evidence to drop");
        assertThat(shop.run("ledger", "prune", "--older-than=2040-01-01").errorOutput())
                .contains("is to come");
        assertThat(shop.run("ledger", "prune", "--older-than=1d", "--to=x").exitCode())
                .isEqualTo(64);
        assertThat(shop.run("ledger", "copy", "--older-than=1d", "--to=x").exitCode())
                .isEqualTo(64);
        assertThat(shop.run("ledger", "prine").errorOutput()).contains("did you mean prune?");
    }

    private void alter(String serial, String was, String is) throws SQLException {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".flagctl/ledger.db"));
                Statement sql = ledger.createStatement()) {
            sql.executeUpdate("drop trigger evidence_stays");
            int rows = sql.executeUpdate(
                    "update evidence set json = replace(json, '" + was + "', '" + is + "') where serial = " + serial);
            assertThat(rows).isEqualTo(1);
        }
    }

    private static String entry(Shop shop) {
        return shop.run("history", "-o", "short")
                .output()
                .lines()
                .filter(line -> line.contains("ROLL_BACK") && line.contains("TASK_DONE"))
                .map(line -> line.split("\t", 2)[0].trim())
                .findFirst()
                .orElseThrow();
    }

    /** A feature that advanced on good numbers and went back on bad ones. */
    private Shop rolledBack() {
        Shop shop = Shop.measured(folder);
        shop.search().edit("manifests/search.yaml", text -> text + """
                  guardrails:
                    - {metric: errors, role: guard, worse-than: control}
                """);
        shop.applied().later(Duration.ofHours(2));
        String rows = rows(shop, 10);
        shop.write("telemetry/production.csv", rows).applied().later(Duration.ofMinutes(30));
        shop.write("telemetry/production.csv", rows + rows(shop, 50).substring(HEAD.length()));
        assertThat(shop.run("apply", "--auto-approve").exitCode()).isEqualTo(4);
        return shop;
    }

    private static String rows(Shop shop, int bad) {
        Instant time = shop.clock.instant().minus(Duration.ofMinutes(2));
        return HEAD + time + ",errors,search,on,1000," + bad + "\n" + time + ",errors,search,off,9000,90\n";
    }
}
