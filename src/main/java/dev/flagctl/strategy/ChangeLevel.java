// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

/** How much an edit changes for those who rely on a feature, in the words of Semantic Versioning 2.0.0; the larger one comes later. */
public enum ChangeLevel {
    /** Nothing of the feature changed. */
    NONE,
    /** Only words about the feature. */
    PATCH,
    /** How it rolls out, is watched, or goes away. */
    MINOR,
    /** What it serves, or to whom it is bucketed. */
    MAJOR;

    /**
     * Tells whether a version moved enough for an edit of this level.
     *
     * <p>As the common package managers read SemVer: below 1.0.0 each number counts one level more, so 0.3.0 after 0.2.4 may be a major
     * change and 0.2.5 a minor one. Between pre-releases of one version, and from them to the release, all changes are free that the
     * release itself may bring: 2.0.0-rc.2 after 2.0.0-rc.1 may be a major one. Build metadata is no move. A version never goes back.
     *
     * @param oldVersion the recorded version
     * @param newVersion the version of the manifest
     * @throws IllegalArgumentException when either is no semantic version
     */
    public boolean isBumpedEnough(String oldVersion, String newVersion) {
        if (oldVersion.equals(newVersion)) {
            return this == NONE;
        }
        return VersionMove.allows(this, oldVersion, newVersion);
    }

    /**
     * Returns the lowest release that is enough for an edit of this level, for the hint of a refusal.
     *
     * @throws IllegalArgumentException when {@code oldVersion} is no semantic version
     */
    public String nextVersion(String oldVersion) {
        return VersionMove.next(this, oldVersion);
    }
}
