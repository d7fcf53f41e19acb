// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of a query, as far as it matters where parameters are: inside of strings, quoted names and comments a colon is a colon.
 *
 * @param kind what it is
 * @param text as written
 */
record SqlToken(Kind kind, String text) {

    enum Kind {
        /** White space or a comment. */
        BLANK,
        /** A word. */
        WORD,
        /** A parameter by name. */
        NAME,
        /** A question mark, which JDBC would take for a parameter. */
        PLACE,
        /** The end of a statement. */
        END,
        /** A string, a quoted name, an operator, a number. */
        OTHER
    }

    /** In the order of its groups. Doubled quotes end a string and begin the next, which comes to the same; PostgreSQL quotes with dollars as well. */
    private static final Pattern PIECES = Pattern.compile("""
            (?<blank>\\s+|--[^\\n]*|/\\*.*?\\*/)\
            |(?<other>'[^']*'|"[^"]*"|`[^`]*`|\\$(?<tag>\\w*)\\$.*?\\$\\k<tag>\\$|::|:=|\\?\\?|\\d[\\w.]*)\
            |(?<name>:[A-Za-z_]\\w*)\
            |(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*)\
            |(?<place>\\?)\
            |(?<end>;)\
            |(?<one>.)""", Pattern.DOTALL);

    private static final String QUOTES = "'\"`";

    /** Returns the name of a parameter, without its colon. */
    String name() {
        return text.substring(1);
    }

    /**
     * Returns the pieces of a query; put together they are the query.
     *
     * @throws IllegalArgumentException when a string, a quoted name or a comment is not closed
     */
    static List<SqlToken> scan(String query) {
        List<SqlToken> tokens = new ArrayList<>();
        Matcher pieces = PIECES.matcher(query);
        while (pieces.find()) {
            String text = pieces.group();
            if (pieces.group("one") != null && (QUOTES.contains(text) || query.startsWith("/*", pieces.start()))) {
                throw new IllegalArgumentException("a string, a quoted name or a comment in it is not closed");
            }
            tokens.add(new SqlToken(kind(pieces), text));
        }
        return tokens;
    }

    private static Kind kind(Matcher pieces) {
        if (pieces.group("blank") != null) {
            return Kind.BLANK;
        }
        if (pieces.group("name") != null) {
            return Kind.NAME;
        }
        if (pieces.group("word") != null) {
            return Kind.WORD;
        }
        if (pieces.group("place") != null) {
            return Kind.PLACE;
        }
        return pieces.group("end") == null ? Kind.OTHER : Kind.END;
    }
}
