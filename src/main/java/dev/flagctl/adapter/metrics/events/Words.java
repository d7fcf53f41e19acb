// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import java.util.Arrays;

/** Gives the same string for the same characters as long as nothing else took its place: names of events, flags and variants come again and again. */
final class Words {

    private static final int SIZE = 1 << 10;
    /** Longer texts are not names. */
    private static final int LONGEST = 64;

    private final char[][] chars = new char[SIZE][0];
    private final String[] strings = new String[SIZE];

    Words() {
        Arrays.fill(strings, "");
    }

    String of(char[] text, int offset, int length) {
        if (length == 0 || length > LONGEST) {
            return new String(text, offset, length);
        }
        int at = place(text, offset, length);
        char[] known = chars[at];
        if (!Arrays.equals(known, 0, known.length, text, offset, offset + length)) {
            chars[at] = Arrays.copyOfRange(text, offset, offset + length);
            strings[at] = new String(text, offset, length);
        }
        return strings[at];
    }

    /** Gives this very string for its characters, so that a comparison with it ends at once. */
    void keep(String word) {
        if (!word.isEmpty() && word.length() <= LONGEST) {
            char[] text = word.toCharArray();
            int at = place(text, 0, text.length);
            chars[at] = text;
            strings[at] = word;
        }
    }

    private static int place(char[] text, int offset, int length) {
        int last = offset + length - 1;
        int hash = (length * 31 + text[last]) * 31 + text[Math.max(offset, last - 1)];
        return (hash * 31 + text[Math.max(offset, last - 2)] + text[offset]) & (SIZE - 1);
    }
}
