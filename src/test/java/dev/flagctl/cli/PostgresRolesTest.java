// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users with no more rights than docs/adapters/postgres.md grants them, by exactly its statements. */
final class PostgresRolesTest {

    private static final Path PAGE = Path.of("docs/adapters/postgres.md");
    private static final Pattern SQL = Pattern.compile("(?s)```sql\n(.*?)```");
    private static final String ENTRIES = "flagctl_shop.entry";
    private static final String DONE = ENTRIES + " where kind = 'TASK_DONE'";

    /** Roles belong to a server, not to a database: so it is one of its own. */
    private final PostgresServer server = PostgresServer.own();

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void a_ledger_of_the_owner_and_the_users_of_the_page() throws IOException {
        List<String> statements = SQL.matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(statements).as("owner, reader, apply, worker").hasSize(4);
        shop = new Shop(folder).search();
        shop.edit("flagctl.yaml", text -> text.replace(", protected: true", "") + """
                  ledger: {type: postgres, url: "${env:FLAGCTL_LEDGER_URL}", schema: flagctl_shop}
                """);
        server.execute(statements.get(0));
        Result first = as("flagctl_owner", "apply", "--auto-approve");
        assertThat(first.exitCode()).as(first.errorOutput()).isZero();
        statements.subList(1, 4).forEach(server::execute);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String url(String role) {
        return "postgresql://" + role + "@127.0.0.1:" + server.port() + "/postgres";
    }

    private Result as(String role, String... words) {
        return shop.cli().with("FLAGCTL_LEDGER_URL", url(role)).run(words);
    }

    private void assertReads(String role) {
        for (List<String> words : List.of(
                List.of("plan"),
                List.of("status"),
                List.of("history"),
                List.of("history", "verify"),
                List.of("explain", "search"))) {
            Result result = as(role, words.toArray(String[]::new));

            assertThat(result.exitCode())
                    .as("%s: %s", words, result.errorOutput())
                    .isZero();
            assertThat(result.output()).as(words.toString()).isNotBlank();
        }
    }

    @Test
    void a_reader_reads_everything() {
        long entries = server.count(ENTRIES);

        assertReads("flagctl_reader");

        assertThat(server.count(ENTRIES)).isEqualTo(entries);
    }

    @Test
    void a_reader_who_applies_is_told_which_right_is_missing() {
        long entries = server.count(ENTRIES);
        shop.later(Duration.ofHours(2));

        Result apply = as("flagctl_reader", "apply", "--auto-approve");

        assertThat(apply.exitCode()).isEqualTo(6);
        assertThat(apply.errorOutput())
                .contains("permission denied for table fencing", "grant what docs/adapters/postgres.md says")
                .doesNotContain("\tat ");
        assertThat(server.count(ENTRIES)).isEqualTo(entries);
    }

    @Test
    void who_applies_applies_intervenes_and_prunes_but_changes_no_entry() {
        shop.later(Duration.ofHours(2));

        Result apply = as("flagctl_apply", "apply", "--auto-approve");
        Result pause = as("flagctl_apply", "pause", "search", "-e", "production", "--reason=a look");
        Result resume = as("flagctl_apply", "resume", "search", "-e", "production", "--reason=looked");
        Result prune = as("flagctl_apply", "ledger", "prune", "--older-than=1h");

        for (Result result : List.of(apply, pause, resume, prune)) {
            assertThat(result.exitCode()).as(result.toString()).isZero();
        }
        assertReads("flagctl_apply");
        assertThat(server.count("information_schema.role_table_grants where table_schema = 'flagctl_shop'"
                        + " and table_name in ('entry', 'migration') and grantee <> 'flagctl_owner'"
                        + " and privilege_type not in ('SELECT', 'INSERT')"))
                .isZero();
    }

    @Test
    void who_works_makes_the_tables_of_the_workers_and_needs_no_right_to_make_schemas() throws Exception {
        List<String> program = new ArrayList<>(List.of("env", "FLAGCTL_LEDGER_URL=" + url("flagctl_worker")));
        program.addAll(FlagctlProcess.program(List.of()));

        long done = server.count(DONE);
        FlagctlProcess worker =
                FlagctlProcess.launch(folder, "worker-", "dana", program, "worker", "--listen=127.0.0.1:0");
        worker.await(() -> server.count(DONE) > done);
        worker.process().destroy();

        assertThat(worker.end(Duration.ofMinutes(1))).as(worker.errors()).isEqualTo(143);
        assertThat(server.count("flagctl_shop.work")).isEqualTo(1);
        assertThat(server.count("flagctl_shop.lease")).isZero();
    }

    @Test
    void readers_and_writers_of_older_tables_are_told_both_versions_until_the_owner_has_run_anything() {
        server.execute("alter table flagctl_shop.lease drop column more;"
                + " delete from flagctl_shop.migration where version = 4");
        long entries = server.count(ENTRIES);

        for (Result refused : List.of(
                as("flagctl_reader", "status"),
                as("flagctl_reader", "history"),
                as("flagctl_apply", "apply", "--auto-approve"))) {
            assertThat(refused.exitCode()).isEqualTo(6);
            assertThat(refused.errorOutput())
                    .contains("its tables are of version 3, this flagctl needs version 4")
                    .contains("let the user who owns them run any command of this flagctl once")
                    .doesNotContain("permission denied");
        }

        assertThat(server.count(ENTRIES)).isEqualTo(entries);
        assertThat(as("flagctl_owner", "status").exitCode()).isZero();
        assertReads("flagctl_reader");
    }
}
