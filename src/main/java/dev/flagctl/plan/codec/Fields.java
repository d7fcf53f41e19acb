// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed access to the fields of an object that flagctl wrote. */
record Fields(Map<String, Object> map) {

    static Fields of(String json) {
        return new Fields(JsonValues.object(json));
    }

    String text(String name) {
        Object value = map.get(name);
        if (value == null) {
            throw new IllegalStateException("\"" + name + "\" is missing in what flagctl wrote: " + map.keySet());
        }
        return value.toString();
    }

    @Nullable
    String optional(String name) {
        Object value = map.get(name);
        return value == null ? null : value.toString();
    }

    long number(String name) {
        Object value = map.get(name);
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** Returns a number with all its bits, NaN when it is absent. */
    double fraction(String name) {
        Object value = map.get(name);
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(map.get(name));
    }

    Instant time(String name) {
        return Instant.parse(text(name));
    }

    @Nullable
    Instant optionalTime(String name) {
        String value = optional(name);
        return value == null ? null : Instant.parse(value);
    }

    @SuppressWarnings("unchecked")
    Fields object(String name) {
        Object value = map.get(name);
        return new Fields(value instanceof Map ? (Map<String, Object>) value : Map.of());
    }

    boolean has(String name) {
        return map.get(name) != null;
    }

    @SuppressWarnings("unchecked")
    List<Fields> objects(String name) {
        Object value = map.get(name);
        return value instanceof List<?> list
                ? list.stream()
                        .map(item -> new Fields((Map<String, Object>) item))
                        .toList()
                : List.of();
    }

    List<String> texts(String name) {
        Object value = map.get(name);
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
