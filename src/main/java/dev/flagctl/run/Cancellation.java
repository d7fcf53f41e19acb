// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

/** A wish to stop after the tasks that are running. Safe to use from a signal handler. */
public final class Cancellation {

    private volatile boolean requested;

    public void request() {
        requested = true;
    }

    public boolean isRequested() {
        return requested;
    }
}
