// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.model.Bucketing;
import dev.flagctl.model.FlagState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The places of a percentage: FNV-1a 32 of flag name and key, modulo 100,000 (modules/core/utils/hash.go and flag/rule.go, BuildHash and
 * PercentageMultiplier). Variations take their slots in falling alphabetical order of their names.
 */
final class GoffBucketing implements Bucketing {

    /** The order in which variations take their slots; the engine compares bytes of UTF-8, which is falling order of code points. */
    static final Comparator<String> RANK = (one, other) ->
            Arrays.compareUnsigned(other.getBytes(StandardCharsets.UTF_8), one.getBytes(StandardCharsets.UTF_8));

    private static final int OFFSET = 0x811C9DC5;
    private static final int PRIME = 0x01000193;
    private static final int SLOTS = 100_000;

    @Override
    public String name() {
        return "goff-fnv1a-32";
    }

    @Override
    public double place(String flagKey, String salt, String user) {
        int hash = OFFSET;
        for (byte each : (flagKey + user).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xFF)) * PRIME;
        }
        return (double) Integer.remainderUnsigned(hash, SLOTS) / SLOTS;
    }

    /** A treatment whose name comes after the other one's in the alphabet has the low slots, any other the high ones, from the top. */
    @Override
    public double place(String flagKey, FlagState state, String user) {
        double slot = place(flagKey, state.salt(), user);
        return RANK.compare(state.treatment(), state.rest()) < 0 ? slot : (SLOTS - 1) / (double) SLOTS - slot;
    }
}
