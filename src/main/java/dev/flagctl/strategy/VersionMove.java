// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;

/** Compares semantic versions. The only class that loads semver4j: most runs meet no edit. */
final class VersionMove {

    private VersionMove() {}

    static boolean allows(ChangeLevel level, String oldVersion, String newVersion) {
        Semver before = parse(oldVersion);
        Semver after = parse(newVersion);
        int order = after.compareTo(before);
        if (order <= 0) {
            return order == 0 && level == ChangeLevel.NONE;
        }
        return level.compareTo(allowed(before, after)) <= 0;
    }

    static String next(ChangeLevel level, String oldVersion) {
        Semver old = parse(oldVersion);
        boolean early = old.getMajor() == 0;
        Semver next = switch (level) {
            case NONE -> old;
            case PATCH -> old.nextPatch();
            case MINOR -> early ? old.nextPatch() : old.nextMinor();
            case MAJOR -> early ? old.nextMinor() : old.nextMajor();
        };
        return next.getVersion();
    }

    /** Returns the largest change that the move from one version to a higher one announces. */
    private static ChangeLevel allowed(Semver before, Semver after) {
        boolean early = after.getMajor() == 0;
        boolean samePatch = before.getMajor() == after.getMajor()
                && before.getMinor() == after.getMinor()
                && before.getPatch() == after.getPatch();
        // The same numbers and yet higher: both, or the older one, are pre-releases of what these numbers announce.
        boolean minorMoved = samePatch ? after.getPatch() == 0 : before.getMinor() != after.getMinor();
        boolean majorMoved =
                samePatch ? after.getPatch() == 0 && after.getMinor() == 0 : before.getMajor() != after.getMajor();
        if (majorMoved || (minorMoved && early)) {
            return ChangeLevel.MAJOR;
        }
        return minorMoved || early ? ChangeLevel.MINOR : ChangeLevel.PATCH;
    }

    private static Semver parse(String version) {
        @Nullable Semver parsed = Semver.parse(version);
        // semver4j is kinder than SemVer: it takes v1.2.3 for 1.2.3.
        if (parsed == null || !parsed.getVersion().equals(version)) {
            throw new IllegalArgumentException("not a semantic version such as 1.2.0: \"" + version + "\"");
        }
        return parsed.withClearedBuild();
    }
}
