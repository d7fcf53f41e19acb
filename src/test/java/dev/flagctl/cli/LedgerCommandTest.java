// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerCommandTest {

    @TempDir
    private Path folder;

    @Test
    void a_ledger_goes_into_postgres_and_back_with_the_same_head() {
        String url = PostgresServer.shared().url();
        String schema = PostgresServer.freshSchema();
        Shop shop =
                new Shop(folder).search().applied().later(Duration.ofHours(2)).applied();
        String head = shop.run("history", "export-head").output();
        String status = shop.run("status", "-o", "json").output();

        Result there = shop.cli().with("OTHER", url).run("ledger", "copy", "--to=${env:OTHER}", "--schema", schema);

        assertThat(there.output()).contains("the ledger is whole");
        shop.postgres(url, schema);
        assertThat(shop.run("history", "export-head").output()).isEqualTo(head);
        assertThat(shop.run("status", "-o", "json").output()).isEqualTo(status);

        assertThat(shop.run("ledger", "copy", "--to", "back.db").exitCode()).isZero();
        shop.edit("flagctl.yaml", text -> text.replaceAll("  ledger: .*", "  ledger: {type: sqlite, path: back.db}"));
        assertThat(shop.run("history", "export-head").output()).isEqualTo(head);
        assertThat(shop.run("status", "-o", "json").output()).isEqualTo(status);
        assertThat(shop.later(Duration.ofHours(2))
                        .run("apply", "--auto-approve")
                        .exitCode())
                .isZero();
    }

    @Test
    void a_ledger_is_not_copied_into_itself() {
        Shop shop = new Shop(folder).search().applied();

        Result result = shop.run("ledger", "copy", "--to", ".flagctl/ledger.db");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("the other ledger is this one", "another file or schema");
    }

    @Test
    void a_schema_is_of_no_file() {
        Result result = new Shop(folder).search().run("ledger", "copy", "--to", "other.db", "--schema", "shop");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(folder.resolve("other.db")).doesNotExist();
    }

    @Test
    void a_reference_that_is_not_set_is_named_with_its_option() {
        Result result = new Shop(folder).search().run("ledger", "copy", "--to", "${env:NEW_LEDGER}");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("adapter \"--to\" needs the environment variable NEW_LEDGER");
    }

    @Test
    void a_target_with_entries_of_its_own_is_refused() {
        Shop shop = new Shop(folder).search().applied();
        shop.run("ledger", "copy", "--to", "other.db");
        shop.edit("flagctl.yaml", text -> text + "  ledger: {type: sqlite, path: other.db}\n")
                .later(Duration.ofHours(2))
                .applied();
        shop.edit("flagctl.yaml", text -> text.replace("other.db", ".flagctl/ledger.db"))
                .later(Duration.ofHours(1));
        shop.cli().run("pause", "search", "--auto-approve", "--reason=x");

        Result result = shop.run("ledger", "copy", "--to", "other.db");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("are not the first ones of this ledger", "empty schema");
    }
}
