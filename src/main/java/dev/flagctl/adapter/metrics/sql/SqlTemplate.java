// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A query with named parameters, made ready for JDBC: each {@code :name} becomes a question mark, one for each item where it is a list. Values are bound
 * and never become a part of the text.
 */
final class SqlTemplate {

    private static final Set<String> READING =
            Set.of("select", "with", "values", "table", "from", "show", "describe", "explain");

    private final String written;
    private final List<SqlToken> tokens;

    private SqlTemplate(String written, List<SqlToken> tokens) {
        this.written = written;
        this.tokens = tokens;
    }

    /**
     * Reads a query.
     *
     * @param known names that may stand behind a colon
     * @throws IllegalArgumentException when it is not one query, or uses another parameter; the message says which
     */
    static SqlTemplate parse(String query, Set<String> known) {
        List<SqlToken> tokens = SqlToken.scan(query);
        boolean begun = false;
        boolean ended = false;
        for (SqlToken token : tokens) {
            if (token.kind() == SqlToken.Kind.BLANK) {
                continue;
            }
            if (ended) {
                throw new IllegalArgumentException("it holds more than one statement; write one query");
            }
            switch (token.kind()) {
                case END -> ended = true;
                case PLACE ->
                    throw new IllegalArgumentException(
                            "it has a question mark; write parameters by name, and ?? for an operator");
                case NAME -> {
                    if (!known.contains(token.name())) {
                        throw new IllegalArgumentException("it names the parameter :" + token.name()
                                + ", which is not known; there are :" + String.join(", :", known));
                    }
                }
                case WORD -> {
                    if (!begun && !READING.contains(token.text().toLowerCase(Locale.ROOT))) {
                        throw new IllegalArgumentException(
                                "it begins with \"" + token.text() + "\"; write a query that only reads");
                    }
                }
                case OTHER, BLANK -> {}
            }
            begun |= token.kind() == SqlToken.Kind.WORD;
        }
        if (!begun) {
            throw new IllegalArgumentException("it is empty; write a query");
        }
        return new SqlTemplate(query, tokens);
    }

    /** Returns the names of its parameters, in the order in which they first stand in it. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (SqlToken token : tokens) {
            if (token.kind() == SqlToken.Kind.NAME) {
                names.add(token.name());
            }
        }
        return names;
    }

    /** Returns the text for JDBC and what to bind to its question marks. */
    SqlStatement bound(Map<String, Object> values) {
        StringBuilder sql = new StringBuilder(written.length());
        List<Object> bound = new ArrayList<>();
        for (SqlToken token : tokens) {
            if (token.kind() == SqlToken.Kind.NAME) {
                Object value = values.get(token.name());
                if (value instanceof List<?> items) {
                    sql.append("?, ".repeat(items.size() - 1)).append('?');
                    bound.addAll(items);
                } else if (value != null) {
                    sql.append('?');
                    bound.add(value);
                } else {
                    throw new IllegalStateException("no value for :" + token.name());
                }
            } else if (token.kind() != SqlToken.Kind.END) {
                sql.append(token.text());
            }
        }
        return new SqlStatement(sql.toString(), bound, shown(values));
    }

    /** The query as written, in one line, with the values of its parameters behind it. */
    private String shown(Map<String, Object> values) {
        StringBuilder shown = new StringBuilder(written.strip().replaceAll("\\s+", " "));
        String separator = " -- ";
        for (String name : names()) {
            shown.append(separator).append(name).append('=').append(values.get(name));
            separator = ", ";
        }
        return shown.toString();
    }
}
