// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How processes end that the launcher starts: after a signal amid a run, and after a bug. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals and a shell script as a hook")
final class ProcessEndsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void a_signal_amid_a_slow_hook_lets_it_end_records_it_and_starts_nothing_more(String signal, int expected)
            throws Exception {
        if (signal.equals("INT")) {
            CtrlC.assumeHeard();
        }
        Shop shop = shopWithSlowHook();
        FlagctlProcess process = start(List.of(), "apply", "--auto-approve");
        process.await(shop.path("hook-began"));

        new ProcessBuilder("kill", "-" + signal, Long.toString(process.process().pid()))
                .start()
                .waitFor();
        int exitCode = process.end(MINUTE);

        String output = process.output();
        assertThat(exitCode).as(output + process.errors()).isEqualTo(expected);
        assertThat(shop.path("hook-ended")).exists();
        assertThat(shop.read("flags/production.json"))
                .as("green needs no hook and was written before, search was not begun")
                .contains("green")
                .doesNotContain("search");
        assertThat(output).contains("search").contains("the run was stopped").contains("exit " + expected);
        Result history = now(shop).run("history", "--all", "-o", "short");
        assertThat(history.output()).contains("hook smoke check passed").contains("RUN_ENDED");
        assertThat(now(shop).run("history", "verify").exitCode()).isZero();
        Result rest = now(shop).run("apply", "--auto-approve");
        assertThat(rest.exitCode()).as("the lease was given back; " + rest).isZero();
        assertThat(shop.read("flags/production.json")).contains("search");
    }

    @Test
    void a_second_signal_ends_at_once_and_the_next_run_settles() throws Exception {
        Shop shop = shopWithSlowHook();
        shop.edit("hook.sh", text -> text.replace("sleep 1", "sleep 60"));
        FlagctlProcess process = start(List.of(), "apply", "--auto-approve", "-o", "jsonl");
        process.await(shop.path("hook-began"));

        ProcessHandle hook = process.process().descendants().findFirst().orElseThrow();
        // A signal that comes before the one before it was taken is no second one.
        int signals = 0;
        do {
            process.process().destroy();
            signals++;
        } while (!process.process().waitFor(300, TimeUnit.MILLISECONDS) && signals < 200);

        assertThat(signals).as("the first alone waits for the hook").isGreaterThan(1);
        assertThat(process.end(MINUTE)).isEqualTo(143);
        hook.descendants().forEach(ProcessHandle::destroyForcibly);
        hook.destroyForcibly();
        assertThat(shop.path("hook-ended")).doesNotExist();
        shop.edit("hook.sh", text -> text.replace("sleep 60", "sleep 0"));
        // The lease of a run that ended at once runs out after a minute.
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2));
        Result rest = shop.cli().at(later).run("apply", "--auto-approve");
        assertThat(rest.exitCode()).as(rest.toString()).isZero();
        assertThat(now(shop).run("history", "verify").exitCode()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bug", "error"})
    void a_bug_ends_with_70_and_says_the_run_and_where_to_report_it(String kind) throws Exception {
        Shop shop = Shop.measured(folder).search();
        shop.edit("flagctl.yaml", text -> text.replace("telemetry/${", kind + "/${"));
        shop.edit("manifests/search.yaml", text -> text.replace("{percent: 10, bake: 1h}", """
                {percent: 10, bake: {time: 1h, exposures: 5}}"""));
        now(shop).run("apply", "--auto-approve");
        Path planted = Path.of(ProcessEndsTest.class.getResource("/buggy/").toURI());

        FlagctlProcess process = start(List.of(planted), "plan");
        int exitCode = process.end(MINUTE);

        String errors = process.errors();
        assertThat(exitCode).as(errors).isEqualTo(70);
        assertThat(errors)
                .contains("this is a bug of flagctl " + Version.current())
                .contains("planted: ")
                .contains("report it where README.md says, with run id ")
                .doesNotContain("\tat ");
        Path log = Path.of(
                errors.substring(errors.indexOf("the details are in ") + 19).strip());
        assertThat(Files.readString(log)).contains("\tat dev.flagctl.support.BuggyMetricSourceProvider");
        assertThat(errors).contains(log.getFileName().toString().replace(".log", ""));
    }

    private Shop shopWithSlowHook() {
        Shop shop = Shop.production(folder).search();
        shop.write("manifests/green.yaml", shop.read("manifests/search.yaml").replace("search", "green"));
        return shop.hooked("sleep 1\necho > hook-ended\n");
    }

    private FlagctlProcess start(List<Path> before, String... words) throws IOException {
        return FlagctlProcess.start(folder, "", "dana", before, words);
    }

    private static Cli now(Shop shop) {
        return shop.cli().at(Clock.systemUTC());
    }
}
