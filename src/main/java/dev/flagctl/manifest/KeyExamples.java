// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows by example how keys are written of which one is missing. */
final class KeyExamples {

    private KeyExamples() {}

    /**
     * Returns the hint: the keys with the first word or example that the schema has of each, as they would stand in a manifest.
     *
     * @param properties the keys of a mapping and their schemas
     * @param keys those that can be chosen from
     * @return null when the schema has no example of any
     */
    static @Nullable String of(JsonNode properties, List<String> keys) {
        List<String> examples = new ArrayList<>();
        for (String key : keys) {
            JsonNode schema = properties.path(key);
            JsonNode value = schema.has("enum")
                    ? schema.get("enum").path(0)
                    : schema.path("examples").path(0);
            if (!value.isMissingNode()) {
                examples.add(key + ": " + (value.isString() ? value.asString() : value.toString()));
            }
        }
        return examples.isEmpty() ? null : "such as " + String.join(" or ", examples);
    }
}
