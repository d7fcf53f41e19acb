// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * What is known of the clients that evaluate a flag.
 *
 * @param bucketing name of the hash that placed their users when the flag was last written, see {@link Bucketing#name()}; empty when unknown
 * @param behind whether they were not seen to serve what was written; its bake begins when they are
 */
public record Clients(String bucketing, boolean behind) {

    public static final Clients UNKNOWN = new Clients("", false);

    public Clients withBehind(boolean isBehind) {
        return new Clients(bucketing, isBehind);
    }
}
