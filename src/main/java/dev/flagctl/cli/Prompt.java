// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** Asks the person at the terminal. Questions go to standard error, for standard output holds what was asked for. */
final class Prompt {

    private final boolean isPossible;
    private final BufferedReader in;
    private final PrintStream err;

    Prompt(Surroundings surroundings, PrintStream err) {
        // Both: an answer must be typed by someone who can see the question.
        this.isPossible = surroundings.tty().in() && surroundings.tty().err();
        this.in = new BufferedReader(new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8));
        this.err = err;
    }

    /** Tells whether there is anybody to ask. */
    boolean isPossible() {
        return isPossible;
    }

    /**
     * Asks and returns the answer without blanks around it; empty for an empty line and for the end of input.
     *
     * @param question without a question mark's blank at its end
     * @param otherwise what to pass on the command line where nobody can be asked, such as {@code --auto-approve}
     * @throws UsageException when nobody can be asked
     */
    String ask(String question, String otherwise) {
        if (!isPossible) {
            throw new UsageException("not a terminal: pass " + otherwise);
        }
        err.print(question + " ");
        err.flush();
        try {
            String answer = in.readLine();
            if (answer == null) {
                err.println();
                return "";
            }
            return answer.strip();
        } catch (IOException broken) {
            throw new UncheckedIOException("tried to read an answer from the terminal", broken);
        }
    }

    /** Asks for the word yes; anything else is a no. */
    boolean confirm(String question) {
        return ask(question + " Only \"yes\" goes on:", "--auto-approve or a plan file")
                .equals("yes");
    }

    /**
     * Asks for the name of each feature, for more exposure in a protected environment; anything else is a no, and ends the questions.
     *
     * @param question what to say of a name before it is asked for
     */
    boolean confirmNames(List<String> names, UnaryOperator<String> question) {
        String otherwise = "--confirm=" + String.join(" --confirm=", names) + " or a plan file";
        for (String name : names) {
            if (!ask(question.apply(name) + " Type \"" + name + "\" to go on:", otherwise)
                    .equals(name)) {
                return false;
            }
        }
        return true;
    }
}
