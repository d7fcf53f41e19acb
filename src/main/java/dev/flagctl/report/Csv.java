// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

/** Tables as RFC 4180 has them, for spreadsheets. */
public final class Csv {

    /** What makes a spreadsheet take a text for a formula, see OWASP's page on CSV injection. */
    private static final String FORMULA = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20";

    private Csv() {}

    /** Returns a line with its end. A field that a spreadsheet would take for a formula has an apostrophe in front. */
    public static String line(String... fields) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            line.append(i == 0 ? "" : ",").append(field(fields[i]));
        }
        return line.append("\r\n").toString();
    }

    private static String field(String text) {
        boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
        String safe = isFormula ? "'" + text : text;
        return isFormula || needsQuotes(safe) ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == '"' || c == '\r' || c == '\n') {
                return true;
            }
        }
        return false;
    }
}
