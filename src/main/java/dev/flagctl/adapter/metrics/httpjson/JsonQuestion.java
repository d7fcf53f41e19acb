// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked, and where its answer has what.
 *
 * @param path path and query behind the address of the adapter
 * @param body body in JSON, or null for a GET
 * @param shape where rows and values are
 */
record JsonQuestion(TextTemplate path, @Nullable TextTemplate body, JsonShape shape) {

    /** The parameter that makes one call for each arm. */
    static final String ARM = "arm";

    /**
     * Reads a question.
     *
     * @param known names that may stand in braces
     * @throws IllegalArgumentException when something in it cannot be used
     */
    static JsonQuestion of(Map<?, ?> settings, Collection<String> known) {
        Object path = settings.get("path");
        Object body = settings.get("body");
        return new JsonQuestion(
                TextTemplate.parse(path == null ? "" : path.toString(), known),
                body == null ? null : TextTemplate.parse(body.toString(), known),
                JsonShape.of(settings));
    }

    /** Returns the parameters of each call: one for both arms, or one for each where it names one. */
    List<Map<String, Object>> calls(Map<String, Object> values) {
        if (!path.names(ARM) && (body == null || !body.names(ARM))) {
            return List.of(values);
        }
        return List.of(with(values, "control"), with(values, "treatment"));
    }

    private static Map<String, Object> with(Map<String, Object> values, String arm) {
        Map<String, Object> more = new HashMap<>(values);
        Object name = values.get(arm);
        if (name != null) {
            more.put(ARM, name);
        }
        return more;
    }

    /** Returns a call in words. */
    String shown(Map<String, Object> values) {
        TextTemplate sent = body;
        return sent == null
                ? "GET " + path.address(values)
                : "POST " + path.address(values) + " " + sent.body(values).replaceAll("\\s+", " ");
    }
}
