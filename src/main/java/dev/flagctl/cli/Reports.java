// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.diag.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Writes the same result in other forms to files, beside what goes to standard output: {@code --report KIND=FILE}. */
final class Reports {

    private static final String OPTION = "--report";

    private Reports() {}

    static CommandForm option(CommandForm form, List<String> kinds) {
        return form.values(
                "KIND=FILE",
                "Write the same result to a file too; may be repeated. Kinds: " + String.join(", ", kinds) + ".",
                OPTION);
    }

    /**
     * Writes every report that was asked for.
     *
     * @param kinds the kinds there are
     * @param render makes the text of one of them
     * @throws UsageException when a kind is unknown, or what was written is no KIND=FILE
     * @throws RefusedException when a file cannot be written
     */
    static void write(Arguments arguments, Session session, List<String> kinds, Function<String, String> render) {
        for (String asked : arguments.values(OPTION)) {
            int equals = asked.indexOf('=');
            String kind = equals < 0 ? asked : asked.substring(0, equals);
            if (!kinds.contains(kind)) {
                throw new UsageException(
                        "--report must be one of " + String.join(", ", kinds) + ", then =FILE, but is \"" + asked
                                + "\"",
                        Suggestion.nearest(kind, kinds));
            }
            if (equals < 0 || equals == asked.length() - 1) {
                throw new UsageException("--report " + asked + " names no file: write " + kind + "=FILE");
            }
            write(session, asked.substring(equals + 1), render.apply(kind));
        }
    }

    private static void write(Session session, String name, String text) {
        Path file = session.root().resolve(GlobalOptions.path(name));
        try {
            Files.writeString(file, session.redacted(text));
        } catch (IOException e) {
            throw new RefusedException(
                    "tried to write the report " + name + ", but it cannot be written: " + FileFault.writing(e),
                    "name a file in a folder that exists and can be written to");
        }
    }
}
