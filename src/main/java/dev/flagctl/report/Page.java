// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import org.jspecify.annotations.Nullable;

/**
 * A text that is written line by line and knows in which column it is.
 *
 * <p>What is added is made fit for the looks first, so that a column stays a column whatever the symbols and colours are. Lines never end in
 * blanks.
 */
public final class Page {

    private static final int GAP = 2;

    private final Looks looks;
    private final StringBuilder text = new StringBuilder(1024);
    private int column;
    private int pendingBlanks;

    public Page(Looks looks) {
        this.looks = looks;
    }

    public Page add(String words) {
        return write(looks.say(words), null);
    }

    public Page add(Ink ink, String words) {
        return write(looks.say(words), ink);
    }

    public Page add(Symbol symbol) {
        return write(looks.sign(symbol), symbol.ink());
    }

    /** Goes on at a column, counted from 0; at least two blanks after what is there already. */
    public Page to(int target) {
        int here = column + pendingBlanks;
        pendingBlanks += Math.max(here == 0 ? 0 : GAP - pendingBlanks, target - here);
        return this;
    }

    /** Goes on at a column, or at once when it is passed already; for drawings, where nothing keeps a distance. */
    public Page pad(int target) {
        pendingBlanks += Math.max(0, target - column - pendingBlanks);
        return this;
    }

    /** Writes words that end at the right edge. */
    public Page right(String words) {
        return to(looks.rightEdge() - width(words)).add(words);
    }

    /** Writes words that end at the right edge if there is room for them, else nothing. */
    public Page rightIfRoom(String words) {
        return words.isEmpty() || column() + GAP + width(words) > rightEdge() ? this : right(words);
    }

    /** Writes words and breaks them between words at the right edge; further lines begin where the first one began. */
    public Page wrapped(String words) {
        int indent = column + pendingBlanks;
        String[] parts = looks.say(words).split(" ", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean fits = column + pendingBlanks + 1 + TextWidth.of(parts[i]) <= looks.rightEdge();
            if (i > 0 && !fits) {
                end();
                pendingBlanks = indent;
            } else if (i > 0) {
                pendingBlanks++;
            }
            write(parts[i], null);
        }
        return this;
    }

    public Page end() {
        text.append('\n');
        column = 0;
        pendingBlanks = 0;
        return this;
    }

    /** Writes one whole line. */
    public Page line(String words) {
        return add(words).end();
    }

    /** Returns how many columns words take with these looks. */
    public int width(String words) {
        return TextWidth.of(looks.say(words));
    }

    /** Returns how many columns a symbol takes with these looks. */
    public int width(Symbol symbol) {
        return TextWidth.of(looks.sign(symbol));
    }

    /** Returns the column that comes next, counted from 0. */
    public int column() {
        return column + pendingBlanks;
    }

    /** Returns the last column that text may use. */
    public int rightEdge() {
        return looks.rightEdge();
    }

    public Looks looks() {
        return looks;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private Page write(String said, @Nullable Ink ink) {
        int blanks = 0;
        while (blanks < said.length() && said.charAt(blanks) == ' ') {
            blanks++;
        }
        pendingBlanks += blanks;
        if (blanks == said.length()) {
            return this;
        }
        int last = said.length();
        while (said.charAt(last - 1) == ' ') {
            last--;
        }
        text.append(" ".repeat(pendingBlanks));
        String words = said.substring(blanks, last);
        text.append(ink == null ? words : looks.paint(ink, words));
        column += pendingBlanks + TextWidth.of(words);
        pendingBlanks = said.length() - last;
        return this;
    }
}
