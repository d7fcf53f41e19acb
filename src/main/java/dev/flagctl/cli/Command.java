// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

/** One thing that flagctl can be told to do. Only the class of the one that was asked for is loaded. */
interface Command {

    /** Describes its options, examples and exit codes. */
    CommandForm form();

    /**
     * Does it.
     *
     * @return how it ended; problems that stop it are thrown instead and mapped by {@link Failures}
     */
    ExitCode run(Arguments arguments, Session session);
}
