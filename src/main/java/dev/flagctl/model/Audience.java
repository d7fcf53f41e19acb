// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whom a slice of an exposure speaks about: everybody, a cohort, a region, or a cohort within a region.
 *
 * @param cohort name of a cohort, or null for all cohorts
 * @param region name of a region, or null for all regions
 */
public record Audience(@Nullable String cohort, @Nullable String region) implements Comparable<Audience> {

    public static final Audience EVERYONE = new Audience(null, null);

    /** Follows the name of a cohort or region whose rule in the flag service is not the one that the manifests ask for now. No name can end like this. */
    private static final String OTHERWISE = " (defined otherwise)";

    public static Audience cohort(String cohort) {
        return new Audience(cohort, null);
    }

    public static Audience region(String region) {
        return new Audience(null, region);
    }

    /** Returns whom a rule reaches that flagctl wrote for this audience, and that is not what the manifests ask for now. */
    public Audience definedOtherwise() {
        if (cohort != null) {
            return new Audience(cohort.endsWith(OTHERWISE) ? cohort : cohort + OTHERWISE, region);
        }
        return region == null || region.endsWith(OTHERWISE) ? this : new Audience(null, region + OTHERWISE);
    }

    /** Returns the audience that this one was written for: the same, unless it is {@link #definedOtherwise()}. */
    public Audience asDefined() {
        String plainCohort = plain(cohort);
        String plainRegion = plain(region);
        return Objects.equals(plainCohort, cohort) && Objects.equals(plainRegion, region)
                ? this
                : new Audience(plainCohort, plainRegion);
    }

    private static @Nullable String plain(@Nullable String name) {
        return name != null && name.endsWith(OTHERWISE) ? name.substring(0, name.length() - OTHERWISE.length()) : name;
    }

    public boolean isEveryone() {
        return cohort == null && region == null;
    }

    /** Tells whether every user of {@code other} is surely in this audience. Cohorts are opaque: only equal names are known to overlap. */
    public boolean contains(Audience other) {
        return (cohort == null || cohort.equals(other.cohort)) && (region == null || region.equals(other.region));
    }

    /** As a record has it, but without a call site that the JVM links at run time: keys and shares are compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Audience audience
                && Objects.equals(cohort, audience.cohort)
                && Objects.equals(region, audience.region);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(cohort) * 31 + Objects.hashCode(region);
    }

    /** Orders the narrowest first: by cohort, then by region, everyone last. */
    @Override
    public int compareTo(Audience other) {
        int byCohort = compareNames(cohort, other.cohort);
        return byCohort != 0 ? byCohort : compareNames(region, other.region);
    }

    private static int compareNames(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null ? (b == null ? 0 : 1) : -1;
        }
        return a.compareTo(b);
    }

    /** Returns the audience as people say it: {@code employees in eu-west}, {@code everyone}. */
    @Override
    public String toString() {
        if (cohort == null) {
            return region == null ? "everyone" : "in " + region;
        }
        return region == null ? cohort : cohort + " in " + region;
    }
}
