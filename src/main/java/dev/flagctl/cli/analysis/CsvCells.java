// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import java.util.ArrayList;
import java.util.List;

/** Parts a row of CSV into its cells, as RFC 4180 has it; a cell stays on its line. */
final class CsvCells {

    private CsvCells() {}

    /**
     * Returns the cells, without their quotes.
     *
     * @throws BadDataException when a quote is not closed, or something stands behind one that is
     */
    static String[] of(String row, long line) {
        if (row.indexOf('"') < 0) {
            return row.split(",", -1);
        }
        List<String> cells = new ArrayList<>();
        int at = 0;
        do {
            int start = at;
            while (start < row.length() && row.charAt(start) == ' ') {
                start++;
            }
            if (start < row.length() && row.charAt(start) == '"') {
                StringBuilder cell = new StringBuilder();
                at = closed(row, start + 1, cell, line);
                cells.add(cell.toString());
            } else {
                int comma = row.indexOf(',', at);
                int end = comma < 0 ? row.length() : comma;
                cells.add(row.substring(at, end));
                at = end;
            }
        } while (at++ < row.length());
        return cells.toArray(String[]::new);
    }

    /** Reads behind an opening quote; returns where the comma behind the closing one stands, or the end. */
    private static int closed(String row, int from, StringBuilder cell, long line) {
        int at = from;
        while (true) {
            int quote = row.indexOf('"', at);
            if (quote < 0) {
                throw new BadDataException(line, "a quote is not closed on its line");
            }
            cell.append(row, at, quote);
            at = quote + 1;
            if (at < row.length() && row.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                break;
            }
        }
        while (at < row.length() && row.charAt(at) == ' ') {
            at++;
        }
        if (at < row.length() && row.charAt(at) != ',') {
            throw new BadDataException(line, "there is text behind a closing quote");
        }
        return at;
    }
}
