// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which flags of a file are asked for.
 *
 * @param keys their keys, or null for all
 */
public record KeyFilter(@Nullable Set<String> keys) {

    public static final KeyFilter ALL = new KeyFilter(null);

    public boolean accepts(String key) {
        return keys == null || keys.contains(key);
    }
}
