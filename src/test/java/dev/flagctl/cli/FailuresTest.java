// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Surroundings.Tty;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresTest {

    @TempDir
    private Path cache;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void a_refusal_says_what_a_person_can_do() {
        ExitCode exitCode =
                tell(new RefusedException("checkout is frozen until Monday", "wait, or ask release-managers"));

        assertThat(exitCode).isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString(UTF_8)).isEqualTo("""
                        error: checkout is frozen until Monday
                          hint: wait, or ask release-managers
                        """);
    }

    @Test
    void a_lease_of_another_run_is_worth_a_retry() {
        ExitCode exitCode = tell(new LockedException("run 17 of carol holds the lease since 12:00"));

        assertThat(exitCode).isEqualTo(ExitCode.LOCKED);
        assertThat(err.toString(UTF_8))
                .startsWith("error: run 17 of carol holds the lease since 12:00\n")
                .contains("run again when the other run has ended");
    }

    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, UNREACHABLE",
        "TRANSIENT, UNREACHABLE",
        "FORBIDDEN, REFUSED",
        "REFUSED, FAILED",
        "GARBLED, FAILED",
        "UNKNOWN_OUTCOME, PARTLY_APPLIED"
    })
    void each_failure_of_the_other_side_has_its_exit_code(Failure failure, ExitCode expected) {
        ExitCode exitCode = tell(new AdapterException(failure, "read the flags", "unleash", "it did not answer"));

        assertThat(exitCode).isEqualTo(expected);
        assertThat(err.toString(UTF_8))
                .startsWith("error: tried to read the flags on unleash, but it did not answer\n  hint: ");
    }

    @Test
    void a_bug_says_the_run_and_keeps_the_stack_in_a_file() throws IOException {
        ExitCode exitCode = tell(new IllegalStateException("stage 3 has no successor"));

        Path log = cache.resolve("log/run-1.log");
        assertThat(exitCode).isEqualTo(ExitCode.BUG);
        assertThat(err.toString(UTF_8))
                .contains("this is a bug of flagctl", "stage 3 has no successor", "run id run-1", log.toString())
                .doesNotContain("\tat ");
        assertThat(Files.readString(log)).contains("2026-11-23T12:00:00Z", "\tat dev.flagctl.cli.FailuresTest");
    }

    @Test
    void the_stack_is_shown_to_those_who_ask_for_it() {
        failures(Map.of()).tell(new IllegalStateException("odd"), "plan", null, true);

        assertThat(err.toString(UTF_8)).contains("\tat dev.flagctl.cli.FailuresTest");
    }

    private ExitCode tell(RuntimeException failure) {
        return failures(Map.of("FLAGCTL_CACHE_DIR", cache.toString())).tell(failure, "apply", null, false);
    }

    private Failures failures(Map<String, String> environment) {
        Surroundings surroundings = new Surroundings(
                environment,
                Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC),
                cache,
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                err,
                Tty.NONE,
                true,
                length -> {},
                new Random(1),
                exitCode -> {},
                "run-1");
        return new Failures(surroundings, new PrintStream(err, true, UTF_8));
    }
}
