// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import org.jspecify.annotations.Nullable;

/**
 * One line of an exposure: a share of an audience.
 *
 * @param audience whom the share is of
 * @param percent which share of the audience
 */
public record Slice(Audience audience, Percent percent) {

    /** As a record has it, but without a call site that the JVM links at run time: keys and shares are compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Slice slice && percent.equals(slice.percent) && audience.equals(slice.audience);
    }

    @Override
    public int hashCode() {
        return audience.hashCode() * 31 + percent.hashCode();
    }
}
