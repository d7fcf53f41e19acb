// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

/** Says why what a flag serves cannot be said in flagctl's words. Carries no stack trace: it is an answer, and a file may hold thousands. */
final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
        super(reason, null, false, false);
    }

    /** Returns the reason, for people, beginning with a verb of which the flag is the subject. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
