// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import org.jspecify.annotations.Nullable;

/** One row of what a source answered, by the names of its columns. */
public interface AnswerRow {

    /** Tells whether there is such a column, in this row empty or not. */
    boolean has(String column);

    /** Returns a value: a {@link Number}, a {@link String}, a {@link Boolean} or an {@link java.time.Instant}; null when it is empty. */
    @Nullable
    Object value(String column) throws WrongAnswerException;
}
