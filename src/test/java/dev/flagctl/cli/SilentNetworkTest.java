// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.CutLine;
import dev.flagctl.support.PostgresServer;
import dev.flagctl.support.UnleashServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A network that hands nothing on for a while and breaks nothing off, between flagctl and its ledger, and between flagctl and Unleash. Two seconds; {@code
 * -Dflagctl.cut-seconds=30} makes it longer than flagctl waits for an answer.
 */
final class SilentNetworkTest {

    private static final Duration SILENCE = Duration.ofSeconds(Integer.getInteger("flagctl.cut-seconds", 2));
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int FEATURES = 3;

    @TempDir
    private Path folder;

    private final UnleashServer unleash = UnleashServer.shared();
    private final CutLine toUnleash = new CutLine(URI.create(unleash.url()).getPort());
    private final CutLine toLedger = new CutLine(PostgresServer.shared().port());

    @AfterEach
    void end() {
        toUnleash.close();
        toLedger.close();
        unleash.clear();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void a_ledger_that_is_not_heard_for_a_while_is_waited_for(int commit) throws Exception {
        Shop shop = shop();
        AtomicInteger commits = new AtomicInteger();
        toLedger.stopAt(
                "COMMIT",
                () -> {
                    if (commits.incrementAndGet() == commit) {
                        toLedger.silence(SILENCE);
                    }
                    return false;
                },
                false,
                () -> {});

        FlagctlProcess apply = apply();

        assertThat(apply.end(LONGEST)).as(apply.errors()).isZero();
        assertThat(commits).as("it was silent").hasValueGreaterThanOrEqualTo(commit);
        everythingIsDoneOnce(shop);
    }

    @ParameterizedTest
    @ValueSource(strings = {"features-batch/export", "default/features", "/strategies", "/on"})
    void an_unleash_that_is_not_heard_for_a_while_is_waited_for(String call) throws Exception {
        Shop shop = shop();
        AtomicInteger calls = new AtomicInteger();
        toUnleash.stopAt(
                call,
                () -> {
                    if (calls.incrementAndGet() == 2) {
                        toUnleash.silence(SILENCE);
                    }
                    return false;
                },
                false,
                () -> {});

        FlagctlProcess apply = apply();

        assertThat(apply.end(LONGEST)).as(apply.errors() + apply.output()).isZero();
        assertThat(calls).as("it was silent").hasValueGreaterThanOrEqualTo(2);
        everythingIsDoneOnce(shop);
    }

    @Test
    void an_unleash_that_is_gone_in_the_middle_is_told_and_the_next_run_does_the_rest() throws Exception {
        Shop shop = shop();
        AtomicInteger calls = new AtomicInteger();
        toUnleash.stopAt("/strategies", () -> calls.incrementAndGet() == 2, false, toUnleash::cut);

        FlagctlProcess cut = apply();
        int exitCode = cut.end(LONGEST);
        String said = cut.errors() + cut.output();
        toUnleash.stopAt("", () -> false, false, () -> {});
        toUnleash.mend();
        FlagctlProcess again = apply();

        assertThat(exitCode).as(said).isIn(1, 8, 9);
        assertThat(said).contains("unleash", "f0").doesNotContain("at dev.flagctl", "Exception");
        assertThat(again.end(LONGEST)).as(again.errors()).isZero();
        // A flag that was made and got no more is taken over as it is, and brought up by the run after that.
        FlagctlProcess last = apply();
        assertThat(last.end(LONGEST)).as(last.errors()).isZero();
        everythingIsDoneOnce(shop);
    }

    private void everythingIsDoneOnce(Shop shop) {
        Cli cli = shop.cli().at(Clock.systemUTC());
        assertThat(cli.run("history", "verify").exitCode()).isZero();
        assertThat(cli.run("apply", "--auto-approve").output()).contains(" 0 done, 0 failed");
        Map<String, Integer> changes = unleash.changesByFlag();
        for (int i = 0; i < FEATURES; i++) {
            for (String change : List.of("feature-created", "feature-strategy-add", "feature-environment-enabled")) {
                assertThat(changes).containsEntry(change + " f" + i, 1);
            }
        }
    }

    private FlagctlProcess apply() throws IOException {
        return FlagctlProcess.start(
                folder, "apply-", "dana", List.of(), "apply", "--auto-approve", "--lock-timeout=3m");
    }

    private Shop shop() {
        unleash.clear();
        Shop shop = Shop.onUnleash(folder, "http://127.0.0.1:" + toUnleash.port())
                .postgres(
                        "postgresql://postgres:any@127.0.0.1:" + toLedger.port() + "/postgres",
                        PostgresServer.freshSchema());
        for (int i = 0; i < FEATURES; i++) {
            shop.write("manifests/f" + i + ".yaml", Shop.feature("f" + i, "{percent: 10, bake: 1d}", "{percent: 100}"));
        }
        return shop;
    }
}
