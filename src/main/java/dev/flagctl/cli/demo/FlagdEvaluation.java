// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * One answer of the flagd engine.
 *
 * @param variant key of the variant that was served; null where the engine left the code default to the caller
 * @param value what the application got: Boolean, String, Integer, Double, Map or List; the code default where
 *     {@code variant} is null
 * @param reason OpenFeature's reason, for example {@code STATIC}, {@code TARGETING_MATCH}, {@code DEFAULT},
 *     {@code ERROR}
 * @param error OpenFeature's error code and message, for example {@code FLAG_NOT_FOUND: …}; null without an error
 */
public record FlagdEvaluation(
        @Nullable String variant,
        @Nullable Object value,
        String reason,
        @Nullable String error) {}
