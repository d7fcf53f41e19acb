// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import java.io.PrintStream;

/** Starts flagctl from a command line. */
public final class Main {

    private Main() {}

    /** Runs one command and leaves the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
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
