// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.PrintStream;

/** Starts flagctl from a command line. */
public final class Main {

    private Main() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * <p>Shutdown hooks do not run: what a command opens it closes before it returns.
     */
    public static void main(String[] args) {
        int exitCode = run(args, System.out, System.err);
        System.out.flush();
        System.err.flush();
        // System.exit first looks for a logger that may want to hear of it (JDK 21 and later): 25 ms on each run.
        Runtime.getRuntime().halt(exitCode);
    }

    /**
     * Runs one command.
     *
     * <p>{@code --version} is answered before any library is loaded: scripts ask for it often, and loading
     * the command-line parser alone would take several times as long as the answer.
     *
     * @return the exit code of the process
     */
    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"))) {
            out.println(Version.line());
            return 0;
        }
        err.println("flagctl: no such command; try 'flagctl --version'");
        return 64;
    }
}
