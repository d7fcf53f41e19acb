// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A text of elements, well-formed whatever is put into it.
 *
 * <p>There is no way to add markup but by opening and closing elements: every text and every value of an attribute is escaped.
 */
public final class Markup {

    private final StringBuilder text;
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins a text.
     *
     * @param prolog what stands before the first element, as it is
     */
    public Markup(String prolog) {
        text = new StringBuilder(4096).append(prolog);
    }

    /**
     * Opens an element.
     *
     * @param attributes names and values in turn
     */
    public Markup open(String name, String... attributes) {
        start(name, attributes);
        text.append('>');
        open.push(name);
        return this;
    }

    /** Closes the element that was opened last. */
    public Markup close() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** Adds an element without content. */
    public Markup empty(String name, String... attributes) {
        start(name, attributes);
        text.append("/>");
        return this;
    }

    /** Adds an element with a text in it. */
    public Markup element(String name, String words, String... attributes) {
        return open(name, attributes).text(words).close();
    }

    /** Adds a text; its line ends stay. */
    public Markup text(String words) {
        words.codePoints().forEach(c -> escaped(c == '\n' ? c : c == '\t' ? ' ' : c));
        return this;
    }

    /** Ends a line, for those who read the source. */
    public Markup line() {
        text.append('\n');
        return this;
    }

    /** Returns the text, with all that is open closed. */
    @Override
    public String toString() {
        StringBuilder whole = new StringBuilder(text);
        open.forEach(name -> whole.append("</").append(name).append('>'));
        return whole.append('\n').toString();
    }

    /** Adds what only a style sheet may hold; it must not come from anywhere else. */
    Markup raw(String words) {
        text.append(words);
        return this;
    }

    private void start(String name, String... attributes) {
        text.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ').append(attributes[i]).append("=\"");
            attributes[i + 1].codePoints().forEach(c -> escaped(c == '\n' || c == '\t' ? ' ' : c));
            text.append('"');
        }
    }

    private void escaped(int c) {
        switch (c) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            case '\'' -> text.append("&#39;");
            default -> {
                if (c == '\n' || isAllowed(c)) {
                    text.appendCodePoint(c);
                } else {
                    text.append('?');
                }
            }
        }
    }

    /** XML 1.0 has no place for some characters, and readers are misled by others. */
    private static boolean isAllowed(int c) {
        return !Unprintable.is(c) && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff;
    }
}
