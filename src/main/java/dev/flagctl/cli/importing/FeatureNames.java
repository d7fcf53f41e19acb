// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.importing;

import java.util.HashSet;
import java.util.Set;

/** Gives each flag key a feature name that no other feature has. */
public final class FeatureNames {

    private static final int LONGEST = 90;

    private final Set<String> taken;

    /**
     * @param taken names that features have already
     */
    public FeatureNames(Set<String> taken) {
        this.taken = new HashSet<>(taken);
    }

    /** Returns the name for a key, {@code ad-high-cpu} for {@code adHighCpu}; the second of two alike ends in {@code -2}. */
    public String of(String key) {
        String plain = kebab(key);
        String name = plain;
        for (int i = 2; !taken.add(name); i++) {
            name = plain + "-" + i;
        }
        return name;
    }

    private static String kebab(String key) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < key.length() && name.length() < LONGEST; i++) {
            char c = key.charAt(i);
            if (isUpper(c)) {
                if (beginsWord(key, i)) {
                    dash(name);
                }
                name.append((char) (c + 'a' - 'A'));
            } else if (isLower(c) || isDigit(c)) {
                name.append(c);
            } else {
                dash(name);
            }
        }
        while (name.length() > 0 && name.charAt(name.length() - 1) == '-') {
            name.setLength(name.length() - 1);
        }
        return name.length() == 0 ? "flag" : name.toString();
    }

    /** An upper-case letter begins a word after a small one, and as the last one of HTTPServer's H-T-T-P-S; not in the plural VUs. */
    private static boolean beginsWord(String key, int at) {
        if (at == 0) {
            return false;
        }
        char before = key.charAt(at - 1);
        if (!isUpper(before)) {
            return isLower(before) || isDigit(before);
        }
        boolean small = at + 1 < key.length() && isLower(key.charAt(at + 1));
        boolean plural = small && key.charAt(at + 1) == 's' && (at + 2 == key.length() || !isLower(key.charAt(at + 2)));
        return small && !plural;
    }

    private static void dash(StringBuilder name) {
        if (name.length() > 0 && name.charAt(name.length() - 1) != '-') {
            name.append('-');
        }
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
