// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

/** How a run can end, as the shell sees it. The page docs/exit-codes.md and each help page say the same. */
enum ExitCode {
    DONE(0, "done, or nothing to do; also a plan that has changes, and a run that only waits"),
    FAILED(1, "a task or run failed, and nothing of it is live"),
    CHANGES_PENDING(2, "changes are due (only with --detailed-exitcode)"),
    HOLDING(3, "nothing is due, something holds (only with --detailed-exitcode)"),
    ROLLED_BACK(4, "a guardrail rolled back in this run"),
    MANIFEST_INVALID(5, "a manifest is invalid, or none was found"),
    REFUSED(6, "refused, nothing sent: policy, approval, access, freeze, stale plan, or \"no\" at the prompt"),
    LOCKED(7, "another run holds the lease, or ours was lost"),
    UNREACHABLE(8, "an adapter could not be reached, nothing sent"),
    PARTLY_APPLIED(9, "partly applied: some tasks are live, some are not"),
    USAGE(64, "wrong usage, or a question without a terminal"),
    BUG(70, "a bug of flagctl"),
    INTERRUPTED(130, "interrupted by Ctrl-C, after a clean stop"),
    TERMINATED(143, "ended by SIGTERM, after a clean stop");

    /** What wins when several are true at once; the codes that are not here end a run before the world is read. */
    private static final ExitCode[] PRECEDENCE = {
        BUG,
        ROLLED_BACK,
        INTERRUPTED,
        TERMINATED,
        PARTLY_APPLIED,
        LOCKED,
        UNREACHABLE,
        REFUSED,
        FAILED,
        CHANGES_PENDING,
        HOLDING,
        DONE
    };

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** Returns the number that the process ends with. */
    int code() {
        return code;
    }

    /** Returns when it is given: one line without a period. */
    String meaning() {
        return meaning;
    }

    /** Returns the one of two that is told to the shell when both are true. */
    ExitCode and(ExitCode other) {
        if (this == MANIFEST_INVALID || this == USAGE) {
            return this;
        }
        if (other == MANIFEST_INVALID || other == USAGE) {
            return other;
        }
        for (ExitCode stronger : PRECEDENCE) {
            if (stronger == this || stronger == other) {
                return stronger;
            }
        }
        throw new IllegalStateException(this + " and " + other + " have no precedence");
    }
}
