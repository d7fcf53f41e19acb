// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.DataState;
import java.util.List;
import java.util.Locale;

/** Counts the lines of a source and those that cannot be read, and remembers the first of these. */
public final class Unreadable {

    /** From this share on too much is missing to judge by the rest. */
    public static final double PARTIAL = 0.1;

    private long lines;
    private long unreadable;
    private String first = "";

    /** Notes a line that could be read. */
    public void read() {
        lines++;
    }

    /** Tells whether the next unreadable line is the first, so that its place is worth finding. */
    public boolean none() {
        return unreadable == 0;
    }

    /**
     * Notes a line that could not be read.
     *
     * @param where file and line of the first one; ignored after it
     * @param reason why it cannot be read, without the content of the line
     */
    public void add(String where, String reason) {
        if (unreadable++ == 0) {
            first = where + ": " + reason;
        }
        lines++;
    }

    /** Returns ERROR when no line could be read, PARTIAL when more than a tenth could not, else OK. */
    public DataState state() {
        if (unreadable == 0) {
            return DataState.OK;
        }
        return unreadable == lines ? DataState.ERROR : unreadable > PARTIAL * lines ? DataState.PARTIAL : DataState.OK;
    }

    /** Returns the warning, or nothing when all lines could be read. */
    public List<String> warnings() {
        return unreadable == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT, "%,d of %,d lines unreadable, first at %s", unreadable, lines, first));
    }
}
