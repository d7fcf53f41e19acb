// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A flag that a flag service has, for import.
 *
 * @param key key in the flag service
 * @param description what the flag service says about it; empty for nothing
 * @param variants values by variant name, in order
 * @param served variant that everybody gets who meets no rule, or null when the code's default is served
 * @param hasRules whether it has rules
 * @param enabled whether it is switched on at all
 */
public record FoundFlag(
        String key,
        String description,
        Map<String, Object> variants,
        @Nullable String served,
        boolean hasRules,
        boolean enabled) {}
