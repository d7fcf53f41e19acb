// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.demo.VirtualClock;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.report.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** Lets one feature of an example shop live its whole life in virtual time, through the planner, runner and adapters of every other command. */
final class DemoCommand implements Command {

    private static final Instant START = Instant.parse("2027-01-04T09:00:00Z");

    @Override
    public CommandForm form() {
        return CommandForm.of(Subcommand.DEMO)
                .arguments(
                        "FOLDER",
                        "0..1",
                        "Folder to leave everything in; must be empty or absent. Without it: flagctl-demo.")
                .formats(Format.TEXT)
                .example("flagctl demo", "about half a minute")
                .example("flagctl history -C flagctl-demo", "look at what it left")
                .ends(ExitCode.REFUSED);
    }

    @Override
    public ExitCode run(Arguments arguments, Session session) {
        String name =
                arguments.rest().isEmpty() ? "flagctl-demo" : arguments.rest().get(0);
        Path folder = session.root().resolve(GlobalOptions.path(name));
        if (isUsed(folder)) {
            throw new RefusedException(
                    "the folder " + name + " is not empty", "name another one, or remove it: flagctl demo FOLDER");
        }
        try (DemoStory story = new DemoStory(session, folder, new VirtualClock(START))) {
            story.tell();
        }
        session.print("\nLeft in " + name + ": manifests, the flag file, the events and the ledger. Go on with\n"
                + "  flagctl history -C " + name + "\n  flagctl explain checkout-redesign -C " + name + "\n");
        return ExitCode.DONE;
    }

    private static boolean isUsed(Path folder) {
        if (!Files.exists(folder)) {
            return false;
        }
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("tried to look into " + folder, e);
        }
    }
}
