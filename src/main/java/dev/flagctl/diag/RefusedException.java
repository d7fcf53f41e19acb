// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

/** What was asked for now is not allowed, and nothing was sent; says why and what a person can do. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    /**
     * @param reason what is refused and why, one line
     * @param remedy what a person can do about it
     */
    public RefusedException(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
