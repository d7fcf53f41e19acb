// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.FeatureKey;
import java.time.Instant;

/**
 * Somebody's word on a stage.
 *
 * @param key the feature and its environment
 * @param version version the word was given for
 * @param stage name of the stage
 * @param group group on whose behalf
 * @param by who
 * @param granted whether it is a yes
 * @param reason what was said; the dissent when it is a no
 * @param time when
 */
public record ApprovalRecord(
        FeatureKey key,
        String version,
        String stage,
        String group,
        String by,
        boolean granted,
        String reason,
        Instant time) {}
