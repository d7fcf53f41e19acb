// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A plain selector of series, {@code http_requests_total{job="shop"}}: no function and no range, for counters are read raw and differenced here.
 *
 * @param name name of the metric; empty when it is among the matchers
 * @param matchers what stands between the braces; empty for nothing
 */
record Selector(String name, String matchers) {

    private static final Pattern PLAIN =
            Pattern.compile("\\s*([a-zA-Z_:][a-zA-Z0-9_:]*)?\\s*(?:\\{(.*)})?\\s*", Pattern.DOTALL);

    /**
     * Reads a selector.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static Selector parse(String text) {
        Matcher matcher = PLAIN.matcher(text);
        if (text.isBlank() || !matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no plain selector; write it like"
                    + " http_requests_total{job=\"shop\"}, without functions and ranges");
        }
        String name = matcher.group(1) == null ? "" : matcher.group(1);
        String matchers = matcher.group(2) == null ? "" : matcher.group(2).strip();
        return new Selector(name, matchers.endsWith(",") ? matchers.substring(0, matchers.length() - 1) : matchers);
    }

    /** Returns the same for series whose label has one of these values. */
    Selector with(String label, Collection<String> values) {
        StringBuilder pattern = new StringBuilder();
        for (String value : values) {
            pattern.append(pattern.length() == 0 ? "" : "|").append(quoted(value));
        }
        String matcher = label + "=~\"" + escaped(pattern.toString()) + "\"";
        return new Selector(name, matchers.isEmpty() ? matcher : matchers + "," + matcher);
    }

    /** RE2 takes a backslash before every character that is neither a letter nor a digit. */
    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (c < 128 && !Character.isLetterOrDigit(c) && c != '_') {
                quoted.append('\\');
            }
            quoted.appendCodePoint(c);
        });
        return quoted.toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Override
    public String toString() {
        return matchers.isEmpty() ? name : name + "{" + matchers + "}";
    }
}
