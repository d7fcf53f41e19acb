// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.FeatureKey;
import java.time.Duration;

/**
 * What a hook is asked to do.
 *
 * @param idempotencyKey the same for every try of this call
 * @param action the word from the manifest
 * @param key the feature and its environment
 * @param version version of the feature
 * @param stage name of the stage that waits for the hook
 * @param deadline the hook fails when it takes longer
 */
public record HookCall(
        String idempotencyKey, String action, FeatureKey key, String version, String stage, Duration deadline) {}
