// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import org.jspecify.annotations.Nullable;

/**
 * What a client of a flag service was served.
 *
 * @param variant name of the variant, or null when the service gives none
 * @param value its value: boolean, {@code Long}, {@code Double}, text, list or map; null when the code's default is served
 * @param reason OpenFeature's reason, such as {@code TARGETING_MATCH}; empty when there is none
 */
public record Evaluation(@Nullable String variant, @Nullable Object value, String reason) {}
