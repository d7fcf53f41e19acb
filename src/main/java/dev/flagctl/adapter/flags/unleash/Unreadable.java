// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

/** Says why a flag cannot be said in flagctl's words; the reason continues "the flag …". */
final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    Unreadable(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
