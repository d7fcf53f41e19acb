// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.manifest.Schemas;

/** Prints the JSON Schema of manifests, for editors. */
final class SchemaCommand implements Command {

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.SCHEMA)
                .example(
                        "flagctl schema > .flagctl/flagctl.schema.json", "what the first line of a manifest points to");
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        session.print(Schemas.bundle());
        return ExitCode.DONE;
    }
}
