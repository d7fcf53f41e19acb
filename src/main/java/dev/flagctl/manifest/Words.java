// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns enum constants into the words of manifests and back: {@code LAST_HEALTHY} is {@code last-healthy}. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> of(Enum<?>[] constants) {
        List<String> words = new ArrayList<>(constants.length);
        for (Enum<?> constant : constants) {
            words.add(of(constant));
        }
        return words;
    }

    /** Returns the constant of a word, or null. */
    static <E extends Enum<E>> @Nullable E find(E[] constants, String word) {
        for (E constant : constants) {
            if (matches(constant.name(), word)) {
                return constant;
            }
        }
        return null;
    }

    /** Returns the constant of a word that the schema has let through. */
    static <E extends Enum<E>> E get(E[] constants, String word) {
        E found = find(constants, word);
        if (found == null) {
            throw new IllegalStateException("the schema allows \"" + word + "\", which no constant has");
        }
        return found;
    }

    private static boolean matches(String name, String word) {
        if (name.length() != word.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            char wanted = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
            if (word.charAt(i) != wanted) {
                return false;
            }
        }
        return true;
    }
}
