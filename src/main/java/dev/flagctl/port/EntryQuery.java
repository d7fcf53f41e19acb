// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted.
 *
 * @param feature name of a feature, or null for all
 * @param environment name of an environment, or null for all
 * @param kind kind of entry, or null for all
 * @param afterSerial only entries with a larger serial
 * @param limit at most this many, the newest ones, given in rising order; above zero
 */
public record EntryQuery(
        @Nullable String feature,
        @Nullable String environment,
        @Nullable EntryKind kind,
        long afterSerial,
        int limit) {

    public static EntryQuery all() {
        return new EntryQuery(null, null, null, 0, Integer.MAX_VALUE);
    }
}
