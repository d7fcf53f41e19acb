// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.QueryTally;

/**
 * The earliest time at which each user met an arm, in 16 bytes per user and place of the table.
 *
 * <p>Users are told apart by 64 bits of their id: among a million users, two are taken for one with a probability of about 3 in 100 million.
 */
final class DistinctUsers {

    /** User and time side by side: a look-up in a big table is one cache miss, not two. */
    private long[] entries = new long[16];

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
        int at = find(entries, user);
        if (entries[at] == user) {
            if (millis < entries[at + 1]) {
                entries[at + 1] = millis;
            }
            return;
        }
        entries[at] = user;
        entries[at + 1] = millis;
        if (++size * 4 > entries.length) {
            grow();
        }
    }

    /** Adds each user as one unit to the bucket of the first meeting. */
    void addTo(QueryTally tally, boolean treatment) {
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i] != 0) {
                tally.add(entries[i + 1], treatment, 1, 0);
            }
        }
    }

    private void grow() {
        long[] wider = new long[entries.length * 2];
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i] != 0) {
                int at = find(wider, entries[i]);
                wider[at] = entries[i];
                wider[at + 1] = entries[i + 1];
            }
        }
        entries = wider;
    }

    /** Returns the place of a user, or the free place where it belongs. */
    private static int find(long[] entries, long user) {
        int at = ((int) user << 1) & (entries.length - 1);
        while (entries[at] != 0 && entries[at] != user) {
            at = (at + 2) & (entries.length - 1);
        }
        return at;
    }
}
