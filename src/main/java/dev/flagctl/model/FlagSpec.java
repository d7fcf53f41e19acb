// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Set;

/**
 * Which flag is meant, and how its variants are to be read.
 *
 * @param key key in the flag service
 * @param serve treatment and control: the share of the treatment is what is read as exposure
 * @param owns what may be changed
 * @param description for people who look at the flag service
 * @param unit attribute that the manifest buckets by; a flag service that knows one attribute under several of OpenFeature's names reads it as this
 *     one
 */
public record FlagSpec(String key, Serve serve, Set<Owns> owns, String description, String unit) {

    public FlagSpec {
        owns = Set.copyOf(owns);
    }

    /** Tells whether a flag is read by this spec as it is by another one, whatever is said of it to people. */
    public boolean readsAs(FlagSpec other) {
        return key.equals(other.key) && serve.equals(other.serve) && owns.equals(other.owns) && unit.equals(other.unit);
    }

    /** Makes the spec of a flag that is bucketed by OpenFeature's targeting key. */
    public FlagSpec(String key, Serve serve, Set<Owns> owns, String description) {
        this(key, serve, owns, description, "targetingKey");
    }
}
