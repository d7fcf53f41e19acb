// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts what was added to, removed from and changed in a list. */
final class Tally {

    private Tally() {}

    /**
     * Returns the differences in words: {@code 1 stage added}, {@code 2 stages changed}; {@code order of stages changed} when there is
     * no other.
     *
     * @param key tells which of two different entries are the same one, changed
     */
    static <T> List<String> compare(String noun, List<T> older, List<T> newer, Function<T, String> key) {
        if (older.equals(newer)) {
            return List.of();
        }
        Map<String, Integer> gone = new HashMap<>();
        int removed = 0;
        for (T entry : minus(older, newer)) {
            gone.merge(key.apply(entry), 1, Integer::sum);
            removed++;
        }
        int added = 0;
        int changed = 0;
        for (T entry : minus(newer, older)) {
            boolean same = gone.merge(key.apply(entry), -1, Integer::sum) >= 0;
            changed += same ? 1 : 0;
            added += same ? 0 : 1;
        }
        List<String> words = new ArrayList<>();
        say(words, added, noun, " added");
        say(words, removed - changed, noun, " removed");
        say(words, changed, noun, " changed");
        return words.isEmpty() ? List.of("order of " + noun + "s changed") : words;
    }

    private static <T> List<T> minus(List<T> all, List<T> without) {
        Map<T, Integer> left = new HashMap<>();
        for (T entry : without) {
            left.merge(entry, 1, Integer::sum);
        }
        List<T> rest = new ArrayList<>();
        for (T entry : all) {
            if (left.merge(entry, -1, Integer::sum) < 0) {
                rest.add(entry);
            }
        }
        return rest;
    }

    private static void say(List<String> words, int count, String noun, String what) {
        if (count > 0) {
            words.add(count + " " + noun + (count == 1 ? "" : "s") + what);
        }
    }
}
