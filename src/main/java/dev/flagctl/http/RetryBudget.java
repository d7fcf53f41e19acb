// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

/**
 * Keeps repeats rare, so that a server in trouble does not get several times its usual load: ten answers earn one repeat, and at most twenty
 * are saved up. The idea is gRPC's retry throttling (proposal A6).
 */
final class RetryBudget {

    private static final int TENTHS_OF_A_REPEAT = 10;
    private static final int MOST = 20 * TENTHS_OF_A_REPEAT;

    private int saved = MOST;

    /** Notes an answer. */
    synchronized void earn() {
        saved = Math.min(MOST, saved + 1);
    }

    /** Returns whether one more repeat is allowed, and counts it. */
    synchronized boolean spend() {
        if (saved < TENTHS_OF_A_REPEAT) {
            return false;
        }
        saved -= TENTHS_OF_A_REPEAT;
        return true;
    }
}
