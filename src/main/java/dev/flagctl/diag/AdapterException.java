// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

import org.jspecify.annotations.Nullable;

/**
 * The other side did not do what was asked: a flag service, a metric source, a notifier, a hook or the store of the ledger.
 *
 * <p>The message reads "tried to ACTION on TARGET, but REASON"; it never holds a secret.
 */
public final class AdapterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of failure it is, for the retry and for the exit code. */
    public enum Failure {
        /** Nothing was reached; nothing was sent. */
        UNREACHABLE,
        /** Credentials are missing, wrong, or do not allow it. */
        FORBIDDEN,
        /** The other side understood and said no; trying again is useless. */
        REFUSED,
        /** It may be otherwise in a moment: busy, slow, restarting. */
        TRANSIENT,
        /** The call may or may not have had its effect; read back before anything else. */
        UNKNOWN_OUTCOME,
        /** The answer cannot be understood. */
        GARBLED,
        /** The other side keeps the request and carries it out when somebody there agrees; until then nothing has changed. */
        AWAITING
    }

    private final String sentence;
    private final String action;
    private final String target;
    private final Failure failure;

    public AdapterException(Failure failure, String action, String target, String reason, @Nullable Throwable cause) {
        super("tried to " + action + " on " + target + ", but " + reason, cause);
        this.sentence = "tried to " + action + " on " + target + ", but " + reason;
        this.failure = failure;
        this.action = action;
        this.target = target;
    }

    public AdapterException(Failure failure, String action, String target, String reason) {
        this(failure, action, target, reason, null);
    }

    /** Returns the message, which is always there. */
    public String sentence() {
        return sentence;
    }

    public Failure failure() {
        return failure;
    }

    public String action() {
        return action;
    }

    public String target() {
        return target;
    }

    /** Tells whether the same call may be tried again without reading back first. */
    public boolean retryable() {
        return failure == Failure.UNREACHABLE || failure == Failure.TRANSIENT;
    }
}
