// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags;

import org.jspecify.annotations.Nullable;

/** Turns places counted in code points, as the YAML parser counts them, into places of a Java string. */
final class CodePoints {

    /** Place of each code point and of the end, or null when they are the same because no character needs more than 16 bits. */
    private final int @Nullable [] offsets;

    private CodePoints(int @Nullable [] offsets) {
        this.offsets = offsets;
    }

    static CodePoints of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new CodePoints(offsetsOf(text));
            }
        }
        return new CodePoints(null);
    }

    int offset(int codePoint) {
        return offsets == null ? codePoint : offsets[codePoint];
    }

    private static int[] offsetsOf(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        int at = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = at;
            at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
        }
        return offsets;
    }
}
