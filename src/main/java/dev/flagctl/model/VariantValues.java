// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one form of variant values, so that a manifest, a ledger and a flag service that mean the same value have equal ones. */
final class VariantValues {

    private VariantValues() {}

    /** Returns the variants in order, whole numbers as {@code Long}, other numbers as {@code Double}. */
    static Map<String, Object> canonical(Map<String, Object> variants) {
        Map<String, Object> canonical = new LinkedHashMap<>(variants.size() * 2);
        variants.forEach((name, value) -> canonical.put(name, canonical(value)));
        return Collections.unmodifiableMap(canonical);
    }

    private static Object canonical(Object value) {
        if (value instanceof Boolean || value instanceof String || value instanceof Long) {
            return value;
        }
        if (value instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString());
            boolean whole = exact.stripTrailingZeros().scale() <= 0
                    && exact.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
            return whole ? (Object) exact.longValueExact() : (Object) exact.doubleValue();
        }
        if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>(list.size());
            list.forEach(item -> items.add(item == null ? null : canonical(item)));
            return Collections.unmodifiableList(items);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((key, item) -> entries.put(String.valueOf(key), item == null ? null : canonical(item)));
            return Collections.unmodifiableMap(entries);
        }
        throw new IllegalArgumentException(
                "a variant cannot be " + value.getClass().getName());
    }
}
