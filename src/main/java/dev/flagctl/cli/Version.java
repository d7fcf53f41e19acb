// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

/** Names the version that runs, as the manifest of its jar has it. */
public final class Version {

    private Version() {}

    /**
     * Returns the version, for example {@code 0.1.0}; {@code development} where classes run without a jar.
     */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Returns the one line of {@code flagctl --version}: name, version, and the Java that runs it. */
    public static String line() {
        return "flagctl " + current() + " (Java " + System.getProperty("java.version") + ")";
    }
}
