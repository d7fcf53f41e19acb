// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.util.List;

/** Starts flagctl from a command line. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * <p>{@code --version} is answered before any library is loaded: scripts ask for it often, and loading
     * the command-line parser alone would take several times as long as the answer.
     *
     * <p>Shutdown hooks do not run: what a command opens it closes before it returns.
     */
    public static void main(String[] args) {
        int exitCode = 0;
        if (asksForVersion(args)) {
            System.out.println(Version.line());
        } else {
            exitCode = CommandLineRun.of(
                            CompositionRoot.surroundings(List.of(args).contains("--debug")), args)
                    .code();
        }
        // System.exit first looks for a logger that may want to hear of it (JDK 21 and later): 25 ms on each run.
        Runtime.getRuntime().halt(exitCode);
    }

    static boolean asksForVersion(String[] args) {
        return args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"));
    }
}
