// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Optional;

/**
 * How a flag service gives each user a place, by the hash that its vendor documents. Pure; the same for every user and every run.
 *
 * <p>It is used to say how many exposed users a change of unit, salt or engine would move, never to decide who is exposed: that is the engine's
 * work.
 */
public interface Bucketing {

    /** Returns a name that changes whenever users would be placed otherwise, such as {@code flagd-murmur3-32}; it is kept in the ledger. */
    String name();

    /**
     * Returns the place of a user, from 0 inclusive to 1 exclusive: a share exposes those whose place is below it.
     *
     * @param flagKey key of the flag in the flag service
     * @param salt salt of the flag; a flag service without salts of one's own ignores it
     * @param user value of the attribute that is bucketed
     */
    double place(String flagKey, String salt, String user);

    /**
     * Returns the place of a user for what a flag serves; a flag service whose hash ranks variants by their names says so here.
     *
     * @param state what the flag serves
     */
    default double place(String flagKey, FlagState state, String user) {
        return place(flagKey, state.salt(), user);
    }

    /**
     * Returns the hash by which other engines of this flag service place users, so that both can be compared user by user; empty when none of them is known
     * by that name.
     *
     * @param name what {@link #name()} of it was when a flag was written
     */
    default Optional<Bucketing> ofEngine(String name) {
        return Optional.empty();
    }
}
