// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import java.nio.charset.StandardCharsets;

/** A Markdown text that knows how long it may become. */
public final class Markdown {

    /** Bytes of a comment: GitHub takes 65,536 characters, and a workflow puts something around it. */
    public static final int COMMENT = 60_000;
    /** Bytes of a job summary: GitHub drops one of more than 1 MiB. */
    public static final int SUMMARY = 900 * 1024;

    /** What a caller may still say after it learned that the next thing does not fit. */
    private static final int RESERVE = 2_000;

    private final StringBuilder text = new StringBuilder(1024);
    private final int limit;
    private int bytes;

    /**
     * Begins a text.
     *
     * @param limit bytes it may have
     */
    public Markdown(int limit) {
        this.limit = limit;
    }

    /** Adds a line. */
    public Markdown line(String line) {
        text.append(line).append('\n');
        bytes += size(line);
        return this;
    }

    /** Tells whether one more line leaves enough room for an end. */
    public boolean fits(String line) {
        return bytes + size(line) <= limit - RESERVE;
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

    /** Returns a text that cannot end an HTML comment. */
    public static String comment(String text) {
        return text.replaceAll("[^A-Za-z0-9._-]", "?");
    }

    /** Returns an address that cannot end a link. */
    public static String address(String text) {
        return text.replace(" ", "%20")
                .replace("(", "%28")
                .replace(")", "%29")
                .replace("|", "%7C")
                .replace("\n", "%0A");
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
