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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a recorded decision was made on stands: a sample that comes late is told and kept, and never scored. */
final class LateDataTest {

    private static final String HEAD = "time,metric,flag,variant,units,bad\n";
    private static final String FILE = "telemetry/production.csv";

    @TempDir
    private Path folder;

    private Shop shop;
    private Instant judged;

    /** A feature that advanced on good numbers. */
    @BeforeEach
    void advanced() {
        shop = Shop.measured(folder);
        shop.search().edit("manifests/search.yaml", text -> text + """
                  guardrails:
                    - {metric: errors, role: guard, worse-than: control}
                """);
        shop.applied().later(Duration.ofHours(2));
        judged = now();
        shop.write(FILE, HEAD + rows(judged, 10)).applied().later(Duration.ofMinutes(30));
    }

    @Test
    void what_comes_late_is_told_and_does_not_roll_back() {
        shop.write(FILE, HEAD + rows(judged, 500) + rows(now(), 10));

        Result applied = shop.run("apply", "--auto-approve");
        Result observed = shop.run("observe", "search");

        assertThat(applied.exitCode()).as(applied.toString()).isZero();
        assertThat(words(observed))
                .contains("PASS 1.00% vs control 1.00%")
                .contains("the source tells otherwise now of what was judged before, by 0 of 10,000 units and 490 bad"
                        + " ones: told here, and not scored");
    }

    @Test
    void programs_are_told_its_size_and_the_ledger_keeps_it() {
        shop.write(FILE, HEAD + rows(judged, 500) + rows(now(), 50));

        Result plan = shop.run("plan", "-o", "json");
        shop.run("apply", "--auto-approve");

        assertThat(words(plan)).contains("\"correction\" : { \"bad\" : 490, \"judged\" : 10000, \"units\" : 0 }");
        assertThat(words(shop.run("explain", rollback())))
                .contains("errors FAIL 3% vs control 1%")
                .contains("by 0 of 10,000 units and 490 bad ones")
                .contains("the same bits in");
    }

    @Test
    void harm_is_found_beside_what_was_judged_when_the_source_has_forgotten_that() {
        shop.write(FILE, HEAD + rows(now(), 50));

        Result applied = shop.run("apply", "--auto-approve");

        assertThat(applied.exitCode()).as(applied.toString()).isEqualTo(4);
        assertThat(words(shop.run("explain", rollback())))
                .contains("errors FAIL 3% vs control 1%")
                .contains("by 10,000 of 10,000 units and 100 bad ones");
    }

    @Test
    void a_metric_that_is_defined_anew_is_read_anew() {
        shop.edit(
                "manifests/errors.yaml",
                text -> text.replace("csv: {metric: errors}", "bucket: 2m, csv: {metric: errors}"));
        shop.write(FILE, HEAD + rows(judged, 500) + rows(now(), 10));

        Result applied = shop.run("apply", "--auto-approve");

        assertThat(applied.exitCode()).as(applied.toString()).isEqualTo(4);
    }

    @Test
    void evidence_that_somebody_made_unreadable_keeps_nobody_from_being_taken_back() throws SQLException {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".flagctl/ledger.db"));
                Statement sql = ledger.createStatement()) {
            sql.executeUpdate("drop trigger evidence_stays");
            assertThat(sql.executeUpdate("update evidence set json = replace(json, ':9000/90/', ':9000/x/')"))
                    .isPositive();
        }
        shop.write(FILE, HEAD + rows(judged, 10) + rows(now(), 50));

        Result applied = shop.run("apply", "--auto-approve");

        assertThat(applied.exitCode()).as(applied.toString()).isEqualTo(4);
        assertThat(shop.run("history", "verify").exitCode()).isEqualTo(1);
    }

    /** Returns the serial of the entry that records it. */
    private String rollback() {
        return shop.run("history", "-o", "short")
                .output()
                .lines()
                .filter(line -> line.contains("ROLL_BACK") && line.contains("TASK_DONE"))
                .map(line -> line.split("\t", 2)[0].trim())
                .findFirst()
                .orElseThrow();
    }

    private Instant now() {
        return shop.clock.instant().minus(Duration.ofMinutes(2));
    }

    private static String rows(Instant time, int bad) {
        return time + ",errors,search,on,1000," + bad + "\n" + time + ",errors,search,off,9000,90\n";
    }

    private static String words(Result result) {
        return result.output().replaceAll("\\s+", " ");
    }
}
