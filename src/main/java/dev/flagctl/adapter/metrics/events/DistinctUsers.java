// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.QueryTally;

/**
 * The earliest time at which each user met an arm, in 16 bytes per user and place of the table.
 *
 * <p>Users are told apart by 64 bits of their id: among a million users, two are taken for one with a probability of about 3 in 100 million.
 */
final class DistinctUsers {

    private static final int WAITING = 16;

    /** User and time side by side: a look-up in a big table is one cache miss, not two. */
    private long[] entries = new long[16];

    private int size;

    /** Meetings that are not looked up yet. One after the other they wait for the memory one by one; many in a row wait together. */
    private final long[] waiting = new long[2 * WAITING];

    private int waits;

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
        waiting[waits] = user;
        waiting[waits + 1] = millis;
        waits += 2;
        if (waits == waiting.length) {
            lookUp();
        }
    }

    private void lookUp() {
        for (int i = 0; i < waits; i += 2) {
            lookUp(waiting[i], waiting[i + 1]);
        }
        waits = 0;
    }

    private void lookUp(long user, long millis) {
        int at = find(entries, user);
        if (entries[at] == user) {
            if (millis < entries[at + 1]) {
                entries[at + 1] = millis;
            }
            return;
        }
        entries[at] = user;
        entries[at + 1] = millis;
        // Two thirds of the places, each of two numbers: a smaller table misses the cache less often.
        if (++size * 3 > entries.length) {
            grow();
        }
    }

    /** Adds each user as one unit to the bucket of the first meeting. */
    void addTo(QueryTally tally, boolean treatment) {
        lookUp();
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
