// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import org.jspecify.annotations.Nullable;

/** The command line cannot be carried out as it was written. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String suggestion;

    /**
     * @param message what is wrong, one line without a period
     * @param suggestion what was probably meant, or null
     */
    UsageException(String message, @Nullable String suggestion) {
        super(message);
        this.suggestion = suggestion;
    }

    UsageException(String message) {
        this(message, null);
    }

    @Nullable
    String suggestion() {
        return suggestion;
    }
}
