// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion scripts in the shells that they are for, asking the flagctl of these classes. */
final class CompletionInShellsTest {

    @TempDir
    private Path folder;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void aProjectAndAFlagctlOnThePath() throws IOException {
        new Shop(folder).search();
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path launcher = Files.writeString(
                bin.resolve("flagctl"),
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment = Map.of("PATH", bin + ":" + System.getenv("PATH"), "HOME", folder.toString(), "TERM", "dumb");
    }

    @Test
    void bash_completes_commands_options_and_names() throws Exception {
        Tools.require("bash");

        assertThat(bash("flagctl va")).isEqualTo("validate\n");
        assertThat(bash("flagctl validate --fo")).isEqualTo("--format\n");
        assertThat(bash("flagctl plan -e ")).isEqualTo("staging\nproduction\n");
        // bash takes "=" for the end of a word: it wants only what stands behind it.
        assertThat(bash("flagctl plan --environment=p")).isEqualTo("production\n");
        assertThat(bash("flagctl pause ")).isEqualTo("search\n");
    }

    @Test
    void fish_completes_commands_options_and_names() throws Exception {
        Tools.require("fish");

        assertThat(fish("flagctl va")).isEqualTo("validate\tChecks manifests and shows every problem at once\n");
        assertThat(fish("flagctl validate --fo")).startsWith("--format\tForm of what is written");
        assertThat(fish("flagctl plan -e "))
                .contains("staging\n", "production\n")
                .doesNotContain("bin");
        assertThat(fish("flagctl pause se")).isEqualTo("search\n");
        assertThat(fish("flagctl validate manif")).isEqualTo("manifests/\n");
    }

    @Test
    void zsh_completes_the_word_under_the_cursor() throws Exception {
        Tools.require("zsh");

        zshCompletes("flagctl vali", "flagctl validate ");
        zshCompletes("flagctl validate --form", "flagctl validate --format ");
        zshCompletes("flagctl plan -e prod", "flagctl plan -e production ");
        zshCompletes("flagctl pause se", "flagctl pause search ");
    }

    private String bash(String line) throws Exception {
        String script = """
                source <(flagctl completion bash)
                COMP_LINE=$1 COMP_POINT=${#1}
                _flagctl
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        return Tools.run(folder, environment, "bash", "--norc", "-c", script, "bash", line)
                .output();
    }

    private String fish(String line) throws Exception {
        String script = "flagctl completion fish | source; complete -C \"$argv[1]\"";
        return Tools.run(folder, environment, "fish", "--no-config", "-c", script, line)
                .output();
    }

    /** A busy machine needs longer than a person would wait; only then more time is given. */
    private void zshCompletes(String line, String expected) throws Exception {
        String shown = zsh(line, "0.2");
        for (String pause : List.of("2", "8")) {
            shown = shown.contains(expected) ? shown : zsh(line, pause);
        }
        assertThat(shown).contains(expected);
    }

    /** Types the line and the tabulator into a zsh on a terminal of its own, and returns what that shows. */
    private String zsh(String line, String pause) throws Exception {
        String script = """
                zmodload zsh/zpty
                zpty shell zsh -f -i
                zpty -w shell 'PS1= RPS1=; unsetopt zle_bracketed_paste prompt_cr prompt_sp; autoload -Uz compinit; compinit -u -D'
                zpty -w shell 'source <(flagctl completion zsh); print REA""DY'
                zpty -r -m shell shown '*READY*'
                zpty -w -n shell "$1"$'\\t'
                # The word of the next command is printed when the completion is done and the line was thrown away.
                sleep $2
                zpty -w -n shell $'\\C-a: \\C-m'
                zpty -w shell 'print DO""NE'
                zpty -r -m shell shown '*DONE*'
                print -r -- "$shown"
                zpty -d shell
                """;
        return Tools.run(folder, environment, "zsh", "-f", "-c", script, "zsh", line, pause)
                .output();
    }
}
