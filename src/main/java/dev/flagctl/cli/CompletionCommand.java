// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints the completion script of a shell. The scripts are thin: what to suggest is answered by {@link CompleteCommand}. */
final class CompletionCommand implements Command {

    private static final List<String> SHELLS = List.of("bash", "zsh", "fish", "powershell");

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.COMPLETION)
                .arguments("SHELL", "1", "One of " + String.join(", ", SHELLS) + ".")
                .argumentWords(SHELLS)
                .example("source <(flagctl completion bash)", "in ~/.bashrc; with zsh the same in ~/.zshrc")
                .example("flagctl completion fish > ~/.config/fish/completions/flagctl.fish", "for fish")
                .example("flagctl completion powershell | Out-String | Invoke-Expression", "in $PROFILE");
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String shell = arguments.rest().get(0);
        if (!SHELLS.contains(shell)) {
            throw new UsageException(
                    "there is no completion for \"" + shell + "\", only for " + String.join(", ", SHELLS),
                    Suggestion.nearest(shell, SHELLS));
        }
        session.print(script(shell));
        return ExitCode.DONE;
    }

    private static String script(String shell) {
        String name = "completion." + shell;
        try (InputStream in = CompletionCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " cannot be read from the class path", broken);
        }
    }
}
