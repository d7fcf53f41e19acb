// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The text of a flag file and where it came from.
 *
 * @param path the file, for messages
 * @param action what it was read for, for messages
 * @param mark the byte order mark it began with, or empty; kept when it is written back
 * @param text everything after the mark, line ends as they are
 */
public record FlagText(String path, String action, String mark, String text) {

    public FlagText with(String other) {
        return new FlagText(path, action, mark, other);
    }

    /** Returns the line of a place, counted from 1. */
    public int lineOf(int offset) {
        int line = 1;
        for (int at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
            line++;
        }
        return line;
    }

    /** Returns the failure that says that the file cannot be understood. */
    public AdapterException garbled(int line, String reason, @Nullable Throwable cause) {
        return new AdapterException(
                Failure.GARBLED,
                action,
                path + (line > 0 ? ":" + line : ""),
                reason + "; mend the file, nothing was changed",
                cause);
    }

    public AdapterException garbledAt(int offset, String reason) {
        return garbled(lineOf(offset), reason, null);
    }
}
