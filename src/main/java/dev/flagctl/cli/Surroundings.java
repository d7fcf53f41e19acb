// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.port.Sleeper;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What a run meets of the process it runs in; a test makes its own.
 *
 * @param environment environment variables
 * @param clock the time
 * @param folder working folder, absolute
 * @param in standard input
 * @param out standard output, bytes; not closed by a run
 * @param err standard error, bytes; not closed by a run
 * @param tty which of the three are terminals
 * @param isUtf8 whether the locale can show every character
 * @param sleeper how to wait
 * @param random where chance comes from
 * @param stopNow ends the process without a clean stop, for the second Ctrl-C
 * @param runId name of this run in logs and error messages
 */
record Surroundings(
        Map<String, String> environment,
        Clock clock,
        Path folder,
        InputStream in,
        OutputStream out,
        OutputStream err,
        Tty tty,
        boolean isUtf8,
        Sleeper sleeper,
        RandomGenerator random,
        Consumer<ExitCode> stopNow,
        String runId) {

    /**
     * Which streams are terminals, as the launcher found out: Java 17 cannot tell them apart.
     *
     * @param in whether standard input is a terminal
     * @param out whether standard output is a terminal
     * @param err whether standard error is a terminal
     * @param columns width of the terminal, 0 when unknown
     */
    record Tty(boolean in, boolean out, boolean err, int columns) {

        static final Tty NONE = new Tty(false, false, false, 0);

        /**
         * Reads what the launcher passes.
         *
         * @param streams digits of the streams that are terminals, such as {@code 02}
         * @param columns a number, or anything else for unknown
         */
        static Tty parse(String streams, String columns) {
            int width = 0;
            for (int i = 0; i < columns.length() && width < 10_000; i++) {
                int digit = columns.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    width = 0;
                    break;
                }
                width = width * 10 + digit;
            }
            return new Tty(streams.contains("0"), streams.contains("1"), streams.contains("2"), width);
        }
    }

    /** Returns a variable's value, empty when it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
