// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Appearance.Color;
import dev.flagctl.cli.Surroundings.Tty;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AppearanceTest {

    private static final Tty TERMINAL = new Tty(true, true, true, 120);

    /** The variables stand in one cell, {@code A=1;B=}. */
    @ParameterizedTest
    @CsvSource({
        "''                              , AUTO   , true",
        "TERM=dumb                       , AUTO   , false",
        "TERM=dumb                       , ALWAYS , true",
        "''                              , NEVER  , false",
        "NO_COLOR=1                      , AUTO   , false",
        "NO_COLOR=                       , AUTO   , true",
        "NO_COLOR=1;FORCE_COLOR=1        , AUTO   , false",
        "NO_COLOR=1                      , ALWAYS , true",
        "FORCE_COLOR=1;TERM=dumb         , AUTO   , true",
        "CLICOLOR_FORCE=0;TERM=dumb      , AUTO   , false"
    })
    void the_first_hit_decides_about_colour_on_a_terminal(String variables, Color option, boolean colored) {
        assertThat(appearance(variables, TERMINAL, option).out().colour()).isEqualTo(colored);
    }

    @ParameterizedTest
    @CsvSource({
        "''                              , false",
        "FORCE_COLOR=1                   , true",
        "FORCE_COLOR=0                   , false",
        "GITHUB_ACTIONS=true             , true",
        "GITLAB_CI=true                  , true",
        "GITLAB_CI=true;NO_COLOR=1       , false",
        "GITHUB_ACTIONS=true;TERM=dumb   , false"
    })
    void the_first_hit_decides_about_colour_in_a_pipe(String variables, boolean colored) {
        assertThat(appearance(variables, Tty.NONE, Color.AUTO).out().colour()).isEqualTo(colored);
    }

    @Test
    void each_stream_is_asked_for_itself() {
        Appearance appearance = appearance("", new Tty(true, false, true, 120), Color.AUTO);

        assertThat(appearance.out().colour()).isFalse();
        assertThat(appearance.err().colour()).isTrue();
        assertThat(appearance.out().width()).isEqualTo(100);
        assertThat(appearance.err().width()).isEqualTo(120);
    }

    @Test
    void reads_what_the_launcher_passes() {
        assertThat(Tty.parse("02", "97")).isEqualTo(new Tty(true, false, true, 97));
        assertThat(Tty.parse("", "")).isEqualTo(Tty.NONE);
        assertThat(Tty.parse("1", "-1; rm")).isEqualTo(new Tty(false, true, false, 0));
    }

    private static Appearance appearance(String variables, Tty tty, Color color) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String pair : variables.isEmpty() ? new String[0] : variables.split(";")) {
            String[] parts = pair.split("=", 2);
            environment.put(parts[0], parts[1]);
        }
        Surroundings surroundings = new Surroundings(
                environment,
                Clock.systemUTC(),
                Path.of("/"),
                InputStream.nullInputStream(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                tty,
                true,
                length -> {},
                new Random(1),
                exitCode -> {},
                "run-1");
        return new Appearance(surroundings, color, false);
    }
}
