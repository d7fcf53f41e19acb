// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;

/**
 * Where in an answer the rows and their values are, as JSON Pointers (RFC 6901).
 *
 * @param rows the list of rows, or null when the answer itself is it
 * @param columns within a row, by the names of columns; a column that is not named is the value of its own name
 * @param partial what is true when a part is missing, or null
 * @param more what is there when further pages follow, or null
 */
record JsonShape(
        @Nullable JsonPointer rows,
        Map<String, JsonPointer> columns,
        @Nullable JsonPointer partial,
        @Nullable JsonPointer more) {

    JsonShape {
        columns = Map.copyOf(columns);
    }

    /**
     * Reads a shape.
     *
     * @throws IllegalArgumentException when a pointer is none
     */
    static JsonShape of(Map<?, ?> settings) {
        Map<String, JsonPointer> columns = new HashMap<>();
        if (settings.get("columns") instanceof Map<?, ?> written) {
            written.forEach((name, pointer) -> columns.put(String.valueOf(name), pointer(String.valueOf(pointer))));
        }
        return new JsonShape(
                optional(settings.get("rows")),
                columns,
                optional(settings.get("partial")),
                optional(settings.get("more")));
    }

    private static @Nullable JsonPointer optional(@Nullable Object written) {
        return written == null ? null : pointer(written.toString());
    }

    private static JsonPointer pointer(String written) {
        if (!written.isEmpty() && !written.startsWith("/")) {
            throw new IllegalArgumentException(
                    "\"" + written + "\" is no JSON Pointer; write it as /data/rows, the first item of a list as /0");
        }
        return JsonPointer.compile(written);
    }
}
