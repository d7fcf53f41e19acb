// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import dev.flagctl.diag.AdapterException.Failure;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of sending a request once: an answer or a fault.
 *
 * @param <T> what was made of the answer
 */
record Attempt<T>(@Nullable T answer, @Nullable Fault faultOrNull) {

    /**
     * Why there is no answer.
     *
     * @param failure what it means for the caller
     * @param reason one line for people, redacted
     * @param repeat whether the same request may be sent again
     * @param retryAfter how long the other side asks to wait, or null
     * @param cause for the log; null where its message might tell a secret
     */
    record Fault(
            Failure failure,
            String reason,
            boolean repeat,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {}

    static <T> Attempt<T> answered(T answer) {
        return new Attempt<>(answer, null);
    }

    static <T> Attempt<T> failed(Fault fault) {
        return new Attempt<>(null, fault);
    }

    Fault fault() {
        return Objects.requireNonNull(faultOrNull);
    }
}
