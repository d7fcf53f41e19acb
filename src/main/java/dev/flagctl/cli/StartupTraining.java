// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.Surroundings.Tty;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Runs what people run most, so that the JVM can record which classes a short command needs.
 *
 * <p>The launcher starts it in an empty folder, once per build and Java, while the JVM writes the start-up
 * archive. What it prints is dropped.
 */
public final class StartupTraining {

    private static final List<String[]> COMMANDS =
            List.of(new String[] {"--help"}, new String[] {"validate"}, new String[] {"validate", "--help"});

    private StartupTraining() {}

    /** Runs the commands one after the other; how they end does not matter here. */
    public static void main(String[] args) {
        Surroundings real = CompositionRoot.surroundings();
        OutputStream nowhere = OutputStream.nullOutputStream();
        Surroundings quiet = new Surroundings(
                real.environment(),
                real.clock(),
                real.folder(),
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Tty.NONE,
                true,
                real.runId());
        Version.line();
        for (String[] command : COMMANDS) {
            CommandLineRun.of(quiet, command);
        }
    }
}
