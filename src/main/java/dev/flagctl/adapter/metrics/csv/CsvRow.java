// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import java.util.ArrayList;
import java.util.List;

/** Splits one line of CSV as RFC 4180 says, for values that hold no line break. */
final class CsvRow {

    private CsvRow() {}

    /**
     * Returns the values.
     *
     * @throws IllegalArgumentException when a quote is not closed, or followed by anything but a comma
     */
    static List<String> split(String line) {
        List<String> values = new ArrayList<>();
        int at = 0;
        while (at <= line.length()) {
            boolean quoted = at < line.length() && line.charAt(at) == '"';
            int end = quoted ? closingQuote(line, at) : line.indexOf(',', at);
            end = end < 0 ? line.length() : end;
            values.add(
                    quoted
                            ? line.substring(at + 1, end).replace("\"\"", "\"")
                            : line.substring(at, end).strip());
            at = quoted ? end + 1 : end;
            if (at < line.length() && line.charAt(at) != ',') {
                throw new IllegalArgumentException("text after a closing quote");
            }
            at++;
        }
        return values;
    }

    private static int closingQuote(String line, int open) {
        int at = open + 1;
        while (at < line.length()) {
            if (line.charAt(at) == '"') {
                if (at + 1 == line.length() || line.charAt(at + 1) != '"') {
                    return at;
                }
                at++;
            }
            at++;
        }
        throw new IllegalArgumentException("a quote is not closed");
    }
}
