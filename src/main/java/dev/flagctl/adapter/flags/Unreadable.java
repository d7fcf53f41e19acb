// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

/** Says why what a flag serves cannot be said in flagctl's words. Carries no stack trace: it is an answer, and a file may hold thousands. */
public final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public Unreadable(String reason) {
        super(reason, null, false, false);
    }

    /** Returns the reason, for people, beginning with a verb of which the flag is the subject. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
