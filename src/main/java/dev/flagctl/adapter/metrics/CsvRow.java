// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parts one line of CSV into its cells, as RFC 4180 has it, for cells that hold no line break. Blanks around a cell do not count; within quotes they do.
 * Why a line at a time, and no library: docs/decisions/0019-csv.md.
 */
public final class CsvRow {

    private final String line;
    private final List<String> cells = new ArrayList<>();
    private int at;

    private CsvRow(String line) {
        this.line = line;
    }

    /**
     * Returns the cells, without their quotes.
     *
     * @param line without its end
     * @throws IllegalArgumentException when a quote is not closed, or something stands behind one that is; its message has the character, counted from 1
     */
    public static List<String> split(String line) {
        if (line.indexOf('"') < 0) {
            String[] cells = line.split(",", -1);
            Arrays.setAll(cells, i -> cells[i].strip());
            return Arrays.asList(cells);
        }
        return new CsvRow(line).cells();
    }

    private List<String> cells() {
        do {
            int start = skipBlanks(at);
            if (start < line.length() && line.charAt(start) == '"') {
                cells.add(quoted(start));
            } else {
                int comma = line.indexOf(',', at);
                int end = comma < 0 ? line.length() : comma;
                cells.add(line.substring(at, end).strip());
                at = end;
            }
        } while (at++ < line.length());
        return cells;
    }

    /** Returns what stands within quotes, and goes to the comma behind them, or to the end. */
    private String quoted(int open) {
        int from = open + 1;
        int close = line.indexOf('"', from);
        boolean doubled = false;
        while (close >= 0 && close + 1 < line.length() && line.charAt(close + 1) == '"') {
            doubled = true;
            close = line.indexOf('"', close + 2);
        }
        if (close < 0) {
            throw new IllegalArgumentException("the quote at character " + (open + 1)
                    + " is not closed on its line; within quotes, write \"\" for a quote");
        }
        at = skipBlanks(close + 1);
        if (at < line.length() && line.charAt(at) != ',') {
            throw new IllegalArgumentException("there is text at character " + (at + 1)
                    + ", behind a closing quote; within quotes, write \"\" for a quote");
        }
        String cell = line.substring(from, close);
        return doubled ? cell.replace("\"\"", "\"") : cell;
    }

    private int skipBlanks(int from) {
        int next = from;
        while (next < line.length() && line.charAt(next) == ' ') {
            next++;
        }
        return next;
    }
}
