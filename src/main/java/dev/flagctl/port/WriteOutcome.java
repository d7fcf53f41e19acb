// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.diag.AdapterException;
import org.jspecify.annotations.Nullable;

/**
 * How one write ended.
 *
 * @param key key of the flag
 * @param failure why it failed, or null when the flag was read back as wanted; {@link AdapterException.Failure#AWAITING} when the flag service keeps
 *     the request until somebody agrees there
 * @param receipt what the ledger should keep: a revision, or the text of an archived flag; empty for nothing
 */
public record WriteOutcome(String key, @Nullable AdapterException failure, String receipt) {

    public static WriteOutcome done(String key, String receipt) {
        return new WriteOutcome(key, null, receipt);
    }

    public static WriteOutcome failed(String key, AdapterException failure) {
        return new WriteOutcome(key, failure, "");
    }
}
