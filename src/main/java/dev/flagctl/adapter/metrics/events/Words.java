// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import java.util.Arrays;

/** Gives the same string for the same characters as long as nothing else took its place: names of events, flags and variants come again and again. */
final class Words {

    private static final int BITS = 12;

    private static final int SIZE = 1 << BITS;
    /** So many characters at the end of a text decide where it is kept. */
    private static final int LOOKED_AT = 6;

    /** Odd, and of no pattern: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B1;

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

    /** Names that come together differ near their ends: {@code feature-17}, {@code feature-71}. */
    private static int place(char[] text, int offset, int length) {
        int end = offset + length;
        int hash = length + text[offset];
        for (int i = Math.max(offset, end - LOOKED_AT); i < end; i++) {
            hash = (hash + text[i]) * SPREAD;
        }
        return hash >>> (Integer.SIZE - BITS);
    }
}
