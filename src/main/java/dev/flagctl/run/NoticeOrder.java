// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.FeatureKey;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps what one receiver is told of one feature in order: behind a notice that may still be delivered, later ones wait for the next run. A notice
 * that the receiver refuses for what it says will never be delivered, so nothing waits behind it. Safe for several threads.
 */
final class NoticeOrder {

    private record Line(FeatureKey key, String adapter) {}

    private final Set<Line> waiting = ConcurrentHashMap.newKeySet();

    boolean waits(FeatureKey key, String adapter) {
        return waiting.contains(new Line(key, adapter));
    }

    /** Says that a notice could not be delivered, by an adapter that answered. */
    void failed(FeatureKey key, String adapter, AdapterException failure) {
        if (failure.failure() != AdapterException.Failure.REFUSED) {
            waiting.add(new Line(key, adapter));
        }
    }

    /** Says that a notice could not even be tried, for lack of an adapter or of its secret. */
    void notTried(FeatureKey key, String adapter) {
        waiting.add(new Line(key, adapter));
    }
}
