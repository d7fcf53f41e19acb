// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Bucketing;
import dev.flagctl.model.Capabilities;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Recorded;
import org.jspecify.annotations.Nullable;

/**
 * How many of those who have the treatment would lose it to others because users are placed by another hash.
 *
 * <p>Counted over made-up users with the hash that the flag service's vendor documents, so that it is the figure of this salt and this share, not an
 * expectation. A unit that changes gives each user another, unrelated name.
 */
final class Rebucketing {

    private static final int USERS = 10_000;

    private Rebucketing() {}

    /** Returns the fraction, 0 to 1 inclusive, of the exposed users who would not be among as many users placed by the new hash. */
    static double moved(Bucketing bucketing, String flagKey, FlagState before, FlagState after) {
        return moved(bucketing, bucketing, flagKey, before, after);
    }

    private static double moved(Bucketing was, Bucketing is, String flagKey, FlagState before, FlagState after) {
        double share = share(before.exposure());
        boolean otherUnit = !before.unit().equals(after.unit());
        int exposed = 0;
        int moved = 0;
        for (int i = 0; i < USERS; i++) {
            double place = was.place(flagKey, before, "user-" + i);
            if (place < share) {
                exposed++;
                String user = (otherUnit ? "other-" : "user-") + i;
                moved += is.place(flagKey, after, user) < share ? 0 : 1;
            }
        }
        return exposed == 0 ? 0 : (double) moved / exposed;
    }

    /**
     * Returns the fraction, 0 to 1 inclusive, of the exposed users whom another engine takes it from.
     *
     * <p>Where the hash of before is documented, both are compared user by user: they may be related, as those of flagd's engines are, which leave every second
     * user alone. Else it is what an unrelated hash does: the chance that it places a user outside the share.
     *
     * @param known name of the hash that placed the users when the flag was last written
     */
    static double movedByAnotherEngine(String known, Bucketing is, String flagKey, FlagState serves) {
        return is.ofEngine(known)
                .map(was -> moved(was, is, flagKey, serves, serves))
                .orElseGet(() -> 1 - share(serves.exposure()));
    }

    /** Tells whether the engine places users otherwise than it did when the flag was last written. */
    static boolean isByEngine(@Nullable Recorded recorded, @Nullable Capabilities can) {
        if (recorded == null || can == null) {
            return false;
        }
        String known = recorded.clients().bucketing();
        return !known.isEmpty() && !known.equals(can.bucketing().name()) && matters(recorded.flag());
    }

    /** Tells whether it matters who is placed where: not when everybody or nobody has the treatment. */
    static boolean matters(FlagState state) {
        Percent largest = state.exposure().largest();
        return !largest.isZero() && !state.exposure().isAll();
    }

    private static double share(Exposure exposure) {
        Percent everyone = exposure.everyone();
        return (everyone.isZero() ? exposure.largest() : everyone).fraction();
    }
}
