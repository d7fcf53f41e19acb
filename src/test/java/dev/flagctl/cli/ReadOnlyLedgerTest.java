// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL in which nobody may write, as a standby is: sessions of it begin read-only, so even the owner is refused with the code of a standby. */
final class ReadOnlyLedgerTest {

    private static final List<List<String>> READING = List.of(
            List.of("plan"),
            List.of("status"),
            List.of("history"),
            List.of("history", "verify"),
            List.of("explain", "search"));

    private final PostgresServer server = PostgresServer.shared();
    private final String schema = PostgresServer.freshSchema();

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void make() {
        shop = new Shop(folder).search();
        shop.edit("flagctl.yaml", text -> text.replace(", protected: true", "") + """
                  ledger: {type: postgres, url: "${env:FLAGCTL_LEDGER_URL}", schema: "SCHEMA"}
                """.replace("SCHEMA", schema));
    }

    private Result primary(String... words) {
        return shop.cli().with("FLAGCTL_LEDGER_URL", server.url()).run(words);
    }

    private Result standby(String... words) {
        String url = server.url() + "?options=-c%20default_transaction_read_only%3Don";
        return shop.cli().with("FLAGCTL_LEDGER_URL", url).run(words);
    }

    private long entries() {
        return server.count("\"" + schema + "\".entry");
    }

    @Test
    void who_only_looks_is_served() {
        assertThat(primary("apply", "--auto-approve").exitCode()).isZero();

        for (List<String> words : READING) {
            Result result = standby(words.toArray(String[]::new));

            assertThat(result.exitCode())
                    .as("%s: %s", words, result.errorOutput())
                    .isZero();
            assertThat(result.output())
                    .isEqualTo(primary(words.toArray(String[]::new)).output());
        }
    }

    @Test
    void who_writes_is_told_to_name_the_primary() {
        assertThat(primary("apply", "--auto-approve").exitCode()).isZero();
        shop.later(Duration.ofHours(2));
        long entries = entries();

        Result result = standby("apply", "--auto-approve");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput())
                .contains("it is read-only, such as a standby; name the primary")
                .doesNotContain("\tat ");
        assertThat(entries()).isEqualTo(entries);
    }

    @Test
    void who_looks_at_older_tables_is_told_that_the_primary_must_change_them() {
        assertThat(primary("apply", "--auto-approve").exitCode()).isZero();
        server.execute("alter table \"" + schema + "\".lease drop column more; delete from \"" + schema
                + "\".migration where version = 4");

        for (List<String> words : READING) {
            Result result = standby(words.toArray(String[]::new));

            assertThat(result.exitCode()).as(words.toString()).isEqualTo(6);
            assertThat(result.errorOutput())
                    .contains("its tables are of version 3, this flagctl needs version 4, and it is read-only")
                    .contains("run any command of this flagctl once on the primary")
                    .doesNotContain("\tat ");
        }
        assertThat(primary("status").exitCode()).isZero();
        assertThat(standby("status").exitCode()).as("it follows").isZero();
    }

    @Test
    void where_no_tables_are_a_plan_shows_a_new_project_and_an_apply_is_refused() {
        assertThat(standby("plan").output()).contains("Plan     1 create");
        assertThat(standby("history").exitCode()).isZero();
        assertThat(standby("history", "verify").output()).contains("0 entries checked");

        Result result = standby("apply", "--auto-approve");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("read-only").doesNotContain("\tat ");
        assertThat(server.count("pg_namespace where nspname = '" + schema + "'"))
                .as("nothing was made")
                .isZero();
    }
}
