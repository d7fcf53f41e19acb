// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Map;

/**
 * An adapter as the manifest names it. Secrets in the settings are references such as <code>${env:TOKEN}</code>, never values.
 *
 * @param name name by which environments, metrics and notices refer to it
 * @param type which adapter, such as {@code flagd}
 * @param settings the other keys of the adapter: strings, numbers, booleans, lists or maps
 * @param source where it is written
 */
public record AdapterSpec(String name, String type, Map<String, Object> settings, SourceRef source) {

    public AdapterSpec {
        settings = Map.copyOf(settings);
    }
}
