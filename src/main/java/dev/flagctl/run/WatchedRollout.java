// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Recorded;
import java.time.Instant;

/**
 * A rollout with users in it, which can still fail.
 *
 * @param known what the ledger says of it
 */
record WatchedRollout(FeatureKey key, Feature feature, Recorded known) {

    /** Returns since when this attempt runs; what was before it is no evidence about it. */
    Instant attempt() {
        return known.position().rolloutSince();
    }
}
