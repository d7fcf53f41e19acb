// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/**
 * How a text may look on the stream it is written to.
 *
 * @param colour whether ANSI colours may be written
 * @param ascii whether only ASCII may be written
 * @param width columns of the terminal, at least 40; 100 when there is none
 */
public record Looks(boolean colour, boolean ascii, int width) {

    /** No colour, Unicode, 100 columns: what a pipe gets. */
    public static final Looks PLAIN = new Looks(false, false, 100);

    /** Where the right edge of a wide terminal is: long lines are hard to read, and pull requests cut them. */
    private static final int RIGHT_EDGE = 91;

    public Looks {
        width = Math.max(40, width);
    }

    /** Returns the last column that aligned text may use. */
    int rightEdge() {
        return Math.min(RIGHT_EDGE, width - 1);
    }

    String sign(Symbol symbol) {
        return ascii ? symbol.ascii() : symbol.sign();
    }

    String paint(Ink ink, String text) {
        return colour && !text.isEmpty() ? ink.paint(text) : text;
    }

    /**
     * Returns a text as it may be written: no control characters, which another system's text could move the cursor with, and in ASCII
     * nothing else either.
     */
    public String say(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f || (c > 0x7f && (ascii || Unprintable.is(c)))) {
                return translated(text);
            }
        }
        return text;
    }

    private String translated(String text) {
        StringBuilder said = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (c == '\t' || c == '\n') {
                said.append(' ');
            } else if (Unprintable.is(c)) {
                said.append('?');
            } else if (ascii && c > 0x7e) {
                said.append(AsciiForm.of(c));
            } else {
                said.appendCodePoint(c);
            }
        });
        return said.toString();
    }
}
