// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.manifest.Schemas;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints the JSON Schema of manifests for editors, or of what flagctl writes for programs that read it. */
final class SchemaCommand implements Command {

    private static final List<String> NAMES = List.of(
            "manifests",
            "plan",
            "drift",
            "status",
            "status-at",
            "run",
            "events",
            "validate",
            "observe",
            "analyze",
            "backtest",
            "simulate",
            "history",
            "history-verify",
            "history-head",
            "doctor",
            "problem-matcher");

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.SCHEMA)
                .arguments(
                        "NAME",
                        "0..1",
                        "One of " + String.join(", ", NAMES) + ". Without it: manifests. The last one is for GitHub "
                                + "Actions, to read what validate -o short writes.")
                .argumentWords(NAMES)
                .example("flagctl schema > .flagctl/flagctl.schema.json", "what the first line of a manifest points to")
                .example("flagctl schema events", "what apply -o jsonl writes")
                .example("flagctl schema status", "what status -o json writes");
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String name =
                arguments.rest().isEmpty() ? NAMES.get(0) : arguments.rest().get(0);
        if (!NAMES.contains(name)) {
            throw new UsageException(
                    "there is no schema of \"" + name + "\", only of " + String.join(", ", NAMES),
                    Suggestion.nearest(name, NAMES));
        }
        session.print(
                switch (name) {
                    case "manifests" -> Schemas.bundle();
                    case "problem-matcher" -> resource("problem-matcher.json");
                    default -> resource("/schemas/output/" + name + ".schema.json");
                });
        return ExitCode.DONE;
    }

    private static String resource(String name) {
        try (InputStream in = SchemaCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " cannot be read from the class path", broken);
        }
    }
}
