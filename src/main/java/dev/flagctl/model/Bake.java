// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a stage must last before the next one may be entered: both the time and the exposures.
 *
 * @param time zero or more
 * @param exposures number of users who must have met the treatment in this stage, zero for no demand
 */
public record Bake(Duration time, long exposures) {

    public static final Bake NONE = new Bake(Duration.ZERO, 0);

    public Bake {
        if (time.isNegative() || exposures < 0) {
            throw new IllegalArgumentException("a bake is not negative: " + time + ", " + exposures);
        }
    }

    /** As a record has it, but without a call site that the JVM links at run time: every stage is compared in every run. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bake bake && exposures == bake.exposures && time.equals(bake.time);
    }

    @Override
    public int hashCode() {
        return time.hashCode() * 31 + Long.hashCode(exposures);
    }

    public static Bake of(Duration time) {
        return new Bake(time, 0);
    }
}
