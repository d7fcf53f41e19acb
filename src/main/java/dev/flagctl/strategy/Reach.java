// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Population;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many users an exposure reaches, computed from a stated population.
 *
 * <p>All slices bucket by the same hash, so a cohort at 100 % beside 10 % of everybody adds 90 % of the cohort, not all of it. Users
 * who are in two cohorts, or in a cohort and a region, cannot be told apart from the numbers: they are counted in each (the union
 * bound), and the sum is cut to the largest share of all users. So {@code users} is never too small for the audiences that are known.
 *
 * @param users users per day of all audiences whose size is known; an upper bound unless {@code exact}
 * @param exact whether {@code users} is the number itself, as far as the population is right
 * @param unknown the slices whose audience has no stated size, in words; {@code users} does not count them
 */
public record Reach(long users, boolean exact, List<String> unknown) {

    public Reach {
        unknown = List.copyOf(unknown);
    }

    /** Returns the reach of an exposure; without a population every slice is unknown. */
    public static Reach of(Exposure exposure, @Nullable Population population) {
        List<String> unknown = new ArrayList<>();
        long users = 0;
        int cohorts = 0;
        int regions = 0;
        for (Slice slice : exposure.slices()) {
            Audience audience = slice.audience();
            long size = population == null ? -1 : size(audience, population);
            if (size < 0) {
                unknown.add(Exposure.of(audience, slice.percent()).toString());
            } else {
                users += added(slice, exposure).partOf(size);
            }
            cohorts += audience.cohort() == null ? 0 : audience.region() == null ? 1 : 2;
            regions += audience.cohort() == null && audience.region() != null ? 1 : 0;
        }
        if (population != null) {
            users = Math.min(users, exposure.largest().partOf(population.users()));
        }
        // Regions are disjoint; a cohort may overlap with anything, and its size within one region is not stated.
        boolean disjoint = cohorts == 0 || (cohorts == 1 && regions == 0);
        return new Reach(users, unknown.isEmpty() && disjoint, unknown);
    }

    /** Returns the share of the slice's audience that no wider slice reaches already. */
    private static Percent added(Slice slice, Exposure exposure) {
        int wider = 0;
        for (Slice other : exposure.slices()) {
            if (!other.audience().equals(slice.audience()) && other.audience().contains(slice.audience())) {
                wider = Math.max(wider, other.percent().thousandths());
            }
        }
        return new Percent(Math.max(0, slice.percent().thousandths() - wider));
    }

    /** Returns the stated size, for a cohort within a region the smaller of both, or -1 when unknown. */
    private static long size(Audience audience, Population population) {
        long size = audience.isEveryone() ? population.users() : Long.MAX_VALUE;
        if (audience.cohort() != null) {
            size = Math.min(size, population.cohorts().getOrDefault(audience.cohort(), Long.MAX_VALUE));
        }
        if (audience.region() != null) {
            size = Math.min(size, population.regions().getOrDefault(audience.region(), Long.MAX_VALUE));
        }
        return size == Long.MAX_VALUE ? -1 : size;
    }
}
