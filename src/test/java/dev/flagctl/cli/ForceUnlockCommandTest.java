// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForceUnlockCommandTest {

    private static final String TOKEN = "2";

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void erinHoldsTheLease() {
        shop = new Shop(folder).search().applied();
        Lock.on(shop).close();
    }

    @Test
    void a_living_lease_is_refused_with_its_holder() {
        Result result = shop.run("force-unlock", TOKEN, "--auto-approve");

        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.errorOutput())
                .contains("shop is locked and its holder is alive: run run-7, erin", "Stop that run");
        assertThat(shop.run("status").output()).contains("locked: run run-7, erin", "token 2");
    }

    @Test
    void a_lease_that_ran_out_is_shown_and_taken_and_the_ledger_says_by_whom_and_why() {
        shop.later(Duration.ofMinutes(5));
        assertThat(shop.run("status").output())
                .contains("lock free, ran out and is taken over by the next apply: run run-7, erin", "token 2");

        Result result = shop.run("force-unlock", TOKEN, "--auto-approve", "--reason=runner suspended");

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).isEqualTo("unlocked shop: run run-7 of erin writes nothing more\n");
        assertThat(shop.run("history").output()).contains("dana", "unlocked", "lease 2 of run-7: runner suspended");
        assertThat(shop.run("status").output()).contains("lock free ·");
        assertThat(shop.run("history", "verify").exitCode()).isZero();
    }

    @Test
    void a_lease_from_before_the_clock_was_set_back_can_be_taken() {
        shop.later(Duration.ofHours(-1));
        Result locked = shop.run("apply", "--auto-approve");

        Result result = shop.run("force-unlock", TOKEN, "--auto-approve", "--reason=the runner is gone");

        assertThat(locked.exitCode()).isEqualTo(7);
        assertThat(locked.errorOutput()).contains("60 min ahead of now", "flagctl force-unlock " + TOKEN);
        assertThat(result.exitCode()).as(result.errorOutput()).isZero();
        assertThat(shop.run("apply", "--auto-approve").exitCode()).isZero();
        assertThat(shop.run("history", "verify").exitCode()).isZero();
    }

    @Test
    void a_person_is_asked_and_may_say_no() {
        shop.later(Duration.ofMinutes(5));

        Result no = shop.cli().onTerminal().typing("no\n").run("force-unlock", TOKEN);
        Result nobody = shop.run("force-unlock", TOKEN);

        assertThat(no.exitCode()).isEqualTo(6);
        assertThat(no.errorOutput()).contains("Take the lease of shop from run run-7 of erin?");
        assertThat(nobody.exitCode()).as("no terminal").isEqualTo(64);
        assertThat(shop.run("status").output()).contains("token 2");
        assertThat(shop.cli()
                        .onTerminal()
                        .typing("yes\n")
                        .run("force-unlock", TOKEN)
                        .exitCode())
                .isZero();
    }

    @Test
    void another_token_is_refused_with_those_there_are() {
        shop.later(Duration.ofMinutes(5));

        Result other = shop.run("force-unlock", "99", "--auto-approve");

        assertThat(other.exitCode()).isEqualTo(6);
        assertThat(other.errorOutput()).contains("no lease has token 99", "there are 2 of shop");
        assertThat(shop.run("force-unlock", "shop").exitCode()).isEqualTo(64);
    }
}
