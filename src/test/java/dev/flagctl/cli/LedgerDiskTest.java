// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.SmallDisk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger on a disk that is full, or that cannot be written. */
final class LedgerDiskTest {

    @TempDir
    private Path folder;

    @Test
    void a_full_disk_is_named_and_the_next_run_with_room_goes_on() {
        Shop shop = new Shop(folder).search();
        try (SmallDisk disk = SmallDisk.at(shop.path(".flagctl"), 400)) {
            shop.applied();
            shop.later(Duration.ofHours(1));
            disk.fill();

            Result full = shop.run("apply", "--auto-approve");
            disk.empty();
            Result again = shop.run("apply", "--auto-approve");

            assertThat(full.exitCode()).as(full.toString()).isNotZero();
            assertThat(full.errorOutput()).contains("full").doesNotContain("at dev.flagctl", "Exception");
            assertThat(again.exitCode()).as(again.toString()).isZero();
            assertThat(shop.run("status").output()).contains("50%");
            assertThat(shop.run("history", "verify").exitCode()).isZero();
        }
    }

    @Test
    void a_folder_that_cannot_be_written_can_be_read_and_refuses_what_would_write() {
        Shop shop = new Shop(folder).search();
        try (SmallDisk disk = SmallDisk.at(shop.path(".flagctl"), 4_000)) {
            shop.applied();
            disk.readOnly();

            Result plan = shop.run("plan");
            Result pause = shop.run("pause", "search", "-e", "production", "--reason=look");
            disk.writable();
            Result again = shop.run("pause", "search", "-e", "production", "--reason=look");

            assertThat(plan.exitCode()).as(plan.toString()).isZero();
            assertThat(pause.exitCode()).as(pause.toString()).isEqualTo(6);
            assertThat(pause.errorOutput()).contains("ledger.db").doesNotContain("Exception");
            assertThat(again.exitCode()).as(again.toString()).isZero();
            assertThat(shop.run("history", "verify").exitCode()).isZero();
        }
    }
}
