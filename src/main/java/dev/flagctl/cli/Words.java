// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of a command line, with the command told apart.
 *
 * <p>Options of every command may also stand before it, as in {@code flagctl -C shop validate}. Only the options of the command that
 * was found are built, so it is looked for first.
 *
 * @param command word of the command, or null when there is none
 * @param options everything else, in the order given
 */
record Words(@Nullable String command, List<String> options) {

    static Words of(String... args) {
        List<String> rest = new ArrayList<>(List.of(args));
        int at = 0;
        while (at < rest.size() && rest.get(at).startsWith("-") && !rest.get(at).equals("--")) {
            at += CommandForm.GLOBAL_VALUES.contains(rest.get(at)) ? 2 : 1;
        }
        if (at >= rest.size() || rest.get(at).equals("--")) {
            return new Words(null, rest);
        }
        String command = rest.remove(at);
        if (!command.equals("help")) {
            return new Words(command, rest);
        }
        // "flagctl help plan", as git and kubectl have it.
        rest.add(0, "--help");
        Words asked = of(rest.toArray(new String[0]));
        return new Words(asked.command(), asked.options());
    }
}
