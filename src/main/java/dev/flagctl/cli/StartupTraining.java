// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * Runs what people run most, so that the JVM can record which classes a short command needs.
 *
 * <p>The launcher starts it in an empty folder, once per build and Java, while the JVM writes the start-up
 * archive. What it prints is dropped.
 */
public final class StartupTraining {

    private static final List<String[]> COMMANDS = List.of(new String[] {"--version"}, new String[] {"--help"});

    private StartupTraining() {}

    /** Runs the commands one after the other; how they end does not matter here. */
    public static void main(String[] args) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        for (String[] command : COMMANDS) {
            Main.run(command, nowhere, nowhere);
        }
    }
}
