// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which share of which audiences gets the treatment.
 *
 * <p>Slices are a union: a user who is in several audiences is exposed when the largest of their shares reaches the user's slot. All
 * slices bucket by the same hash, so a larger share contains the smaller one. The canonical form has one slice per audience, no slice
 * of 0 %, and no slice that another one already covers; two exposures that reach the same users by these rules are equal.
 *
 * @param slices canonical, ordered by audience, everyone last
 */
public record Exposure(List<Slice> slices) {

    public static final Exposure NONE = new Exposure(List.of());
    public static final Exposure ALL = of(Audience.EVERYONE, Percent.ALL);

    public Exposure {
        slices = canonical(slices);
    }

    public static Exposure of(Audience audience, Percent percent) {
        return new Exposure(List.of(new Slice(audience, percent)));
    }

    /** Returns {@code percent} of everybody. */
    public static Exposure of(Percent percent) {
        return of(Audience.EVERYONE, percent);
    }

    /** Returns the users of either exposure. */
    public Exposure union(Exposure other) {
        List<Slice> both = new ArrayList<>(slices);
        both.addAll(other.slices);
        return new Exposure(both);
    }

    /** Returns an exposure of no user beyond {@code ceiling}, and as many of this one's as can be said without new audiences. */
    public Exposure cappedBy(Exposure ceiling) {
        if (ceiling.covers(this)) {
            return this;
        }
        List<Slice> capped = new ArrayList<>();
        for (Slice mine : slices) {
            for (Slice limit : ceiling.slices) {
                Percent share = Percent.min(mine.percent(), limit.percent());
                if (limit.audience().contains(mine.audience())) {
                    capped.add(new Slice(mine.audience(), share));
                } else if (mine.audience().contains(limit.audience())) {
                    capped.add(new Slice(limit.audience(), share));
                }
            }
        }
        return new Exposure(capped);
    }

    /** Returns the share that a user of exactly this audience gets. */
    public Percent shareOf(Audience audience) {
        Percent share = Percent.ZERO;
        for (Slice slice : slices) {
            if (slice.audience().contains(audience)) {
                share = Percent.max(share, slice.percent());
            }
        }
        return share;
    }

    /**
     * Returns the share that the user of an evaluation context gets: the largest of those of the audiences the user is in.
     *
     * @param cohorts the cohorts of the project by name; one that is missing has no members
     * @param regionAttribute attribute of the context that holds the region
     */
    public Percent shareFor(Map<String, Object> context, Map<String, Cohort> cohorts, String regionAttribute) {
        Percent share = Percent.ZERO;
        for (Slice slice : slices) {
            String region = slice.audience().region();
            Cohort cohort = cohorts.get(String.valueOf(slice.audience().cohort()));
            boolean inRegion = region == null || region.equals(context.get(regionAttribute));
            boolean inCohort = slice.audience().cohort() == null || (cohort != null && cohort.matches(context));
            if (inRegion && inCohort) {
                share = Percent.max(share, slice.percent());
            }
        }
        return share;
    }

    /** Tells whether every user of {@code other} is surely exposed here too. */
    public boolean covers(Exposure other) {
        for (Slice slice : other.slices) {
            if (shareOf(slice.audience()).compareTo(slice.percent()) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the same shares with each audience named as the manifests know it, see {@link Audience#asDefined()}; this one when all are. */
    public Exposure asDefined() {
        for (Slice slice : slices) {
            if (!slice.audience().equals(slice.audience().asDefined())) {
                return new Exposure(slices.stream()
                        .map(each -> new Slice(each.audience().asDefined(), each.percent()))
                        .toList());
            }
        }
        return this;
    }

    /** Tells whether any audience is exposed in part, so that some of its users are and others are not. */
    public boolean isPartial() {
        for (Slice slice : slices) {
            if (!slice.percent().isAll()) {
                return true;
            }
        }
        return false;
    }

    public boolean isNone() {
        return slices.isEmpty();
    }

    public boolean isAll() {
        return everyone().isAll();
    }

    /** Returns the share that everybody gets, whatever the cohort and region. */
    public Percent everyone() {
        return shareOf(Audience.EVERYONE);
    }

    /** Returns the largest share of any audience. */
    public Percent largest() {
        Percent largest = Percent.ZERO;
        for (Slice slice : slices) {
            largest = Percent.max(largest, slice.percent());
        }
        return largest;
    }

    /** As a record has it, but without a call site that the JVM links at run time: keys and shares are compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Exposure exposure && slices.equals(exposure.slices);
    }

    @Override
    public int hashCode() {
        return slices.hashCode();
    }

    /** Returns the exposure as people say it: {@code employees, 10% in eu-west, 1%}; {@code 0%} for nobody. */
    @Override
    public String toString() {
        if (slices.isEmpty()) {
            return "0%";
        }
        StringBuilder text = new StringBuilder();
        for (Slice slice : slices) {
            text.append(text.length() == 0 ? "" : ", ");
            Audience audience = slice.audience();
            if (audience.cohort() == null || !slice.percent().isAll()) {
                text.append(slice.percent());
                text.append(audience.isEveryone() ? "" : audience.cohort() == null ? " " : " of ");
            }
            text.append(audience.isEveryone() ? "" : audience.toString());
        }
        return text.toString();
    }

    private static List<Slice> canonical(List<Slice> given) {
        if (given.size() == 1) {
            return given.get(0).percent().isZero() ? List.of() : List.copyOf(given);
        }
        TreeMap<Audience, Percent> largest = new TreeMap<>();
        for (Slice slice : given) {
            largest.merge(slice.audience(), slice.percent(), Percent::max);
        }
        List<Slice> kept = new ArrayList<>();
        for (Map.Entry<Audience, Percent> each : largest.entrySet()) {
            if (!each.getValue().isZero() && !covered(each.getKey(), each.getValue(), largest)) {
                kept.add(new Slice(each.getKey(), each.getValue()));
            }
        }
        return List.copyOf(kept);
    }

    private static boolean covered(Audience audience, Percent percent, TreeMap<Audience, Percent> all) {
        for (Map.Entry<Audience, Percent> other : all.entrySet()) {
            if (!other.getKey().equals(audience)
                    && other.getKey().contains(audience)
                    && other.getValue().compareTo(percent) >= 0) {
                return true;
            }
        }
        return false;
    }
}
