// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

/** A file to analyze says something that cannot be; the message has the line. */
public final class BadDataException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long line;
    private final String problem;

    /**
     * @param line counted from 1, or 0 when it is about the whole file
     * @param problem what is wrong, one line without a period
     */
    public BadDataException(long line, String problem) {
        super(problem);
        this.line = line;
        this.problem = problem;
    }

    /** Returns the place behind the name of the file, such as {@code " line 3: "}. */
    public String place() {
        return line > 0 ? " line " + line + ": " : ": ";
    }

    public String problem() {
        return problem;
    }
}
