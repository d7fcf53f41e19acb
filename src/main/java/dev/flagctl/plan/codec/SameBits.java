// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares recorded values with computed ones: numbers bit for bit, and of the rest all but the words for people. */
final class SameBits {

    /** What another version of flagctl may say otherwise, and what was only handed through; counts are compared by their digest. */
    private static final Set<String> PASSED_BY = Set.of(
            "because", "correction", "counts", "digest", "given", "query", "rule", "sentence", "split", "warnings");

    /** Burn rates and budgets stand in words only; their numbers are compared, whatever is said around them. */
    private static final String NUMBERS = "words";

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");

    private final List<String> differences = new ArrayList<>();
    private int compared;

    int compared() {
        return compared;
    }

    List<String> differences() {
        return differences;
    }

    /** Compares what was recorded; what it does not have, an older version did not record. */
    void compare(String path, @Nullable Object recorded, @Nullable Object computed) {
        if (recorded instanceof Map<?, ?> map) {
            Map<?, ?> other = computed instanceof Map<?, ?> same ? same : Map.of();
            map.forEach((name, value) -> {
                if (NUMBERS.equals(name)) {
                    compare(below(path, NUMBERS), numbers(value), numbers(other.get(name)));
                } else if (!PASSED_BY.contains(String.valueOf(name))) {
                    compare(below(path, String.valueOf(name)), value, other.get(name));
                }
            });
        } else if (recorded instanceof List<?> list) {
            List<?> other = computed instanceof List<?> same ? same : List.of();
            for (int i = 0; i < Math.max(list.size(), other.size()); i++) {
                Object item = i < list.size() ? list.get(i) : null;
                compare(place(path, item, i), item, i < other.size() ? other.get(i) : null);
            }
        } else {
            compared++;
            if (!same(recorded, computed)) {
                differences.add(path + ": recorded " + told(recorded) + ", computed " + told(computed));
            }
        }
    }

    private static String numbers(@Nullable Object words) {
        return NUMBER.matcher(String.valueOf(words))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining(" "));
    }

    private static boolean same(@Nullable Object recorded, @Nullable Object computed) {
        if (recorded instanceof Number a && computed instanceof Number b) {
            boolean whole = a instanceof Long && b instanceof Long;
            return whole
                    ? a.longValue() == b.longValue()
                    : Double.doubleToLongBits(a.doubleValue()) == Double.doubleToLongBits(b.doubleValue());
        }
        return recorded != null && recorded.equals(computed);
    }

    /** A guardrail is called by its metric. */
    private static String place(String path, @Nullable Object item, int index) {
        return item instanceof Map<?, ?> map && map.get("metric") != null
                ? map.get("metric") + " "
                : path + " " + index;
    }

    private static String below(String path, String name) {
        return path.isEmpty() || path.endsWith(" ") ? path + name : path + "." + name;
    }

    private static String told(@Nullable Object value) {
        String text = String.valueOf(value == null ? "nothing" : value);
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
