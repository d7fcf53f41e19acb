// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

/** Another run holds the lease, or ours was lost; says who holds it since when. */
public final class LockedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LockedException(String message) {
        super(message);
    }
}
