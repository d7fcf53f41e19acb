// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.SourceRef;

/**
 * Something the manifest asks for that is not allowed; nothing of the plan is applied while one stands.
 *
 * @param key the feature and its environment
 * @param reason what and why, one line
 * @param remedy what a person can do
 * @param source where it is written
 */
public record Refusal(FeatureKey key, String reason, String remedy, SourceRef source) {}
