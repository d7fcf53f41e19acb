// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who changed a flag last, as far as the flag service knows.
 *
 * @param by person or token, or null when the flag service has no name
 * @param at when, or null when unknown
 * @param reference event or commit in the flag service, or null
 */
public record OutsideChange(
        @Nullable String by, @Nullable Instant at, @Nullable String reference) {}
