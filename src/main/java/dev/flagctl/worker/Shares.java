// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Parts a number of places among environments: whoever is slow takes what is free, but never the last places of the others.
 *
 * <p>Each environment has a few places of its own that nobody else takes. The rest is whoever's that asks for it first. Safe for several threads.
 */
final class Shares {

    private int places;
    private final Map<String, Integer> taken = new HashMap<>();

    /** @param places how many there are */
    Shares(int places) {
        this.places = places;
    }

    /**
     * Returns how many places an environment may take now.
     *
     * @param environments all that there are, this one among them
     */
    synchronized int room(String environment, Collection<String> environments) {
        int own = Math.max(1, places / (2 * environments.size()));
        int free = places;
        int kept = 0;
        for (int some : taken.values()) {
            free -= some;
        }
        for (String other : environments) {
            if (!other.equals(environment)) {
                kept += Math.max(0, own - taken.getOrDefault(other, 0));
            }
        }
        int ownLeft = own - taken.getOrDefault(environment, 0);
        return Math.max(0, Math.max(free - kept, Math.min(free, ownLeft)));
    }

    /** There may be more places than before, never fewer. */
    synchronized void grow(int all) {
        places = Math.max(places, all);
    }

    synchronized void take(String environment, int number) {
        taken.merge(environment, number, Integer::sum);
    }

    /** Gives one place back, and returns how many the environment has left. */
    synchronized int giveBack(String environment) {
        return taken.merge(environment, -1, Integer::sum);
    }
}
