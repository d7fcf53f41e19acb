// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.hook.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.contract.HookContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Hook;
import dev.flagctl.port.HookResult;
import dev.flagctl.port.Settings;
import dev.flagctl.support.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands of this test are POSIX shell scripts")
final class ExecHookTest implements HookContract {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path root;

    private Hook open(Map<String, Object> settings, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.putIfAbsent("PATH", "/usr/bin:/bin");
        AdapterSpec spec = new AdapterSpec("smoke", "exec", settings, new SourceRef("flagctl.yaml", 7));
        return new ExecProvider()
                .open(new Settings(spec, all), new AdapterHost(new TestClock(), root, all, line -> {}));
    }

    private Hook shell(String script) {
        return open(Map.of("command", List.of("sh", "-c", script)), Map.of());
    }

    @Override
    public Hook that(boolean passes, String says) {
        try {
            Files.writeString(root.resolve("says.txt"), says);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return shell("cat says.txt; exit " + (passes ? 0 : 3));
    }

    @Override
    public Hook thatNeverEnds() {
        return shell("sleep 600");
    }

    @Test
    void the_command_learns_what_it_is_about() {
        String script = "echo $FLAGCTL_FEATURE,$FLAGCTL_ENVIRONMENT,$FLAGCTL_VERSION,$FLAGCTL_STAGE,$FLAGCTL_ACTION,"
                + "$FLAGCTL_IDEMPOTENCY_KEY,$LEVEL";
        Hook hook = open(Map.of("command", List.of("sh", "-c", script), "env", Map.of("LEVEL", "fast")), Map.of());

        HookResult result = hook.run(HookContract.call(MINUTE));

        assertThat(result).isEqualTo(new HookResult(true, "checkout,production,1.2.0,stage-3,smoke-test,key-1,fast"));
    }

    @Test
    void arguments_are_handed_over_as_they_are_without_a_shell() {
        Hook hook = open(Map.of("command", List.of("printf", "%s|", "a b", "$HOME;`id`", "*")), Map.of());

        assertThat(hook.run(HookContract.call(MINUTE)).output()).isEqualTo("a b|$HOME;`id`|*|");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
    void it_has_a_session_of_its_own_so_that_a_ctrl_c_at_the_terminal_does_not_end_it() {
        // The sixth field of proc_pid_stat(5) is the session; its first process has the same number.
        HookResult result = shell("test $(cut -d ' ' -f 6 /proc/$$/stat) = $$ && echo apart")
                .run(HookContract.call(MINUTE));

        assertThat(result).isEqualTo(new HookResult(true, "apart"));
    }

    @Test
    void the_exit_code_and_both_streams_are_told() {
        HookResult result = shell("echo out; echo err >&2; exit 7").run(HookContract.call(MINUTE));

        assertThat(result).isEqualTo(new HookResult(false, "out\nerr\nexit code 7"));
    }

    @Test
    void the_whole_tree_of_a_late_command_is_stopped() throws Exception {
        Hook hook = shell("sleep 611 & echo $! > child.pid; wait");

        HookResult result = hook.run(HookContract.call(Duration.ofSeconds(1)));

        assertThat(result).isEqualTo(new HookResult(false, "stopped: it took longer than 1 s"));
        long child = Long.parseLong(Files.readString(root.resolve("child.pid")).strip());
        Optional<ProcessHandle> left = ProcessHandle.of(child);
        if (left.isPresent()) {
            left.get().onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    @Test
    void the_shorter_of_timeout_and_deadline_counts() {
        Hook hook = open(Map.of("command", List.of("sleep", "600"), "timeout", "1s"), Map.of());

        assertThat(hook.run(HookContract.call(MINUTE)).output()).isEqualTo("stopped: it took longer than 1 s");
    }

    @Test
    void a_child_left_behind_does_not_hold_up_the_result() {
        HookResult result = shell("sleep 3 & echo done").run(HookContract.call(MINUTE));

        assertThat(result).isEqualTo(new HookResult(true, "done"));
    }

    @Test
    void a_command_that_reads_its_input_gets_none() {
        assertThat(shell("cat; echo read").run(HookContract.call(MINUTE)).output())
                .isEqualTo("read");
    }

    @Test
    void secrets_of_the_environment_are_not_shown() {
        Hook hook = open(
                Map.of(
                        "command",
                        List.of("sh", "-c", "echo $DB $UNLEASH_TOKEN $MODE"),
                        "env",
                        Map.of("DB", "${env:DATABASE_URL}", "MODE", "thorough")),
                Map.of("DATABASE_URL", "c4n4ry-database", "UNLEASH_TOKEN", "c4n4ry-token"));

        assertThat(hook.run(HookContract.call(MINUTE)).output())
                .isEqualTo("secret:DATABASE_URL secret:UNLEASH_TOKEN thorough");
    }

    @Test
    void colours_and_bells_are_left_out() {
        assertThat(shell("printf '\\033[1;31mred\\033[0m\\007\\r\\n'")
                        .run(HookContract.call(MINUTE))
                        .output())
                .isEqualTo("red");
    }

    @Test
    void a_command_that_is_not_there_says_what_to_do() {
        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() -> open(Map.of("command", List.of("./no-such.sh")), Map.of())
                        .run(HookContract.call(MINUTE)))
                .withMessageStartingWith(
                        "tried to smoke-test for checkout@production on hook smoke, but \"./no-such.sh\""
                                + " could not be started; install it, or correct")
                .satisfies(failed -> assertThat(failed.failure()).isEqualTo(Failure.REFUSED));
    }

    @Test
    void a_script_that_may_not_be_run_says_what_to_do() throws Exception {
        Files.writeString(root.resolve("hook.sh"), "#!/bin/sh\n");

        assertThatExceptionOfType(AdapterException.class)
                .isThrownBy(() ->
                        open(Map.of("command", List.of("./hook.sh")), Map.of()).run(HookContract.call(MINUTE)))
                .withMessageContaining("chmod +x");
    }

    @Test
    void a_manifest_without_a_command_or_with_a_bad_variable_is_refused() {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> open(Map.of(), Map.of()));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open(Map.of("command", "make test"), Map.of()))
                .withMessageContaining("not a list");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () -> open(Map.of("command", List.of("true"), "env", Map.of("FLAGCTL_STAGE", "x")), Map.of()));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> open(Map.of("command", List.of("true"), "timeout", "soon"), Map.of()));
    }
}
