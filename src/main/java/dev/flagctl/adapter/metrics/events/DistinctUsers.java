// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.QueryTally;

/**
 * The earliest time at which each user met an arm, in 16 bytes per user and place of the table.
 *
 * <p>Users are told apart by 64 bits of their id: among a million users, two are taken for one with a probability of about 3 in 100 million.
 */
final class DistinctUsers {

    private long[] keys = new long[64];
    private long[] times = new long[64];
    private int size;

    /** Returns 64 well-mixed bits of an id, never 0: FNV-1a, finished as in MurmurHash3. */
    static long hash(char[] text, int offset, int length) {
        long h = 0xcbf29ce484222325L;
        for (int i = offset; i < offset + length; i++) {
            h = (h ^ text[i]) * 0x100000001b3L;
        }
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        h ^= h >>> 33;
        return h == 0 ? 1 : h;
    }

    void met(long user, long millis) {
        int at = find(keys, user);
        if (keys[at] == user) {
            times[at] = Math.min(times[at], millis);
            return;
        }
        keys[at] = user;
        times[at] = millis;
        if (++size * 2 > keys.length) {
            grow();
        }
    }

    /** Adds each user as one unit to the bucket of the first meeting. */
    void addTo(QueryTally tally, boolean treatment) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                tally.add(times[i], treatment, 1, 0);
            }
        }
    }

    private void grow() {
        long[] wider = new long[keys.length * 2];
        long[] widerTimes = new long[keys.length * 2];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int at = find(wider, keys[i]);
                wider[at] = keys[i];
                widerTimes[at] = times[i];
            }
        }
        keys = wider;
        times = widerTimes;
    }

    /** Returns the place of a user, or the free place where it belongs. */
    private static int find(long[] keys, long user) {
        int at = (int) user & (keys.length - 1);
        while (keys[at] != 0 && keys[at] != user) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }
}
