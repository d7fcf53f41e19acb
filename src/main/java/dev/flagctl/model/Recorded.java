// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import org.jspecify.annotations.Nullable;

/**
 * What the ledger's fold says about a feature in an environment.
 *
 * @param position where it is
 * @param flag what flagctl last wrote or adopted
 * @param specDigest digest of the spec it was decided for
 */
public record Recorded(Position position, FlagState flag, String specDigest) {

    /** As a record has it, but without a call site that the JVM links at run time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Recorded recorded
                && specDigest.equals(recorded.specDigest)
                && position.equals(recorded.position)
                && flag.equals(recorded.flag);
    }

    @Override
    public int hashCode() {
        return specDigest.hashCode() * 31 + position.hashCode();
    }
}
