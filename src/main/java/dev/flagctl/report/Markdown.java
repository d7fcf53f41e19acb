package dev.flagctl.report;

import java.nio.charset.StandardCharsets;

/**
 * A Markdown text that knows how long it may become.
 *
 * <p>A comment on GitHub has at most 65,536 characters; 60,000 leaves room for what a workflow puts around it.
 */
public final class Markdown {

    private static final int LIMIT = 60_000;
    /** What a caller may still say after it learned that the next thing does not fit. */
    private static final int RESERVE = 2_000;

    private final StringBuilder text = new StringBuilder(1024);
    private int bytes;

    /** Adds a line. */
    public Markdown line(String line) {
        text.append(line).append('\n');
        bytes += size(line);
        return this;
    }

    /** Tells whether one more line leaves enough room for an end. */
    public boolean fits(String line) {
        return bytes + size(line) <= LIMIT - RESERVE;
    }

    /** Returns a text that cannot end a table's cell or begin markup, on one line. */
    public static String cell(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                safe.append(' ');
            } else if (Unprintable.is(c)) {
                safe.append('?');
            } else if (c == '<') {
                safe.append("&lt;");
            } else if (c == '&') {
                safe.append("&amp;");
            } else if (c == '@') {
                // Nobody is notified by a name in a plan.
                safe.append("@\u200b");
            } else {
                safe.append("|`*_[]\\".indexOf(c) >= 0 ? "\\" : "").appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** Returns a text that can stand between backticks in a table, on one line. */
    public static String code(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '`' || Unprintable.is(c)) {
                safe.append('?');
            } else {
                safe.append(c == '|' ? "\\|" : Character.toString(c));
            }
        });
        return safe.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Counts bytes: hosts count characters or bytes, and bytes are never fewer. */
    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }
}
