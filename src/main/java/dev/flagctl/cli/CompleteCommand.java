// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.util.List;

/**
 * Answers completion scripts: one line per suggestion, what to write, a tab, what it means.
 *
 * <p>No line means that a file name is expected. It reads files only and never calls anybody: people press the key without a thought.
 */
final class CompleteCommand implements Command {

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.COMPLETE)
                .arguments("WORD", "1..*", "What was typed behind flagctl; the last word is not finished.")
                .example("flagctl __complete -- validate --fo", "the options that begin like that");
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        List<String> words = arguments.rest();
        StringBuilder lines = new StringBuilder();
        for (Suggestions.Item item : new Suggestions(session).of(words)) {
            lines.append(item.word()).append('\t').append(item.says()).append('\n');
        }
        session.print(lines.toString());
        return ExitCode.DONE;
    }
}
