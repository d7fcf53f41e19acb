// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which column is where, in any order; those that no metric of the file needs may be left out. */
final class CsvHeader {

    /** What a column holds; it is named like it, in lower case. */
    enum Column {
        TIME,
        METRIC,
        FLAG,
        VARIANT,
        UNITS,
        BAD,
        SUM,
        SUM_OF_SQUARES,
        VALUE
    }

    private final Map<Column, Integer> places = new EnumMap<>(Column.class);

    private CsvHeader() {}

    /**
     * Reads the names of the columns.
     *
     * @throws IllegalArgumentException when one is missing, twice there or not known
     */
    static CsvHeader of(List<String> names) {
        CsvHeader header = new CsvHeader();
        for (int i = 0; i < names.size(); i++) {
            Column column = column(names.get(i));
            if (header.places.put(column, i) != null) {
                throw new IllegalArgumentException("\"" + names.get(i) + "\" is there twice");
            }
        }
        for (Column column : List.of(Column.TIME, Column.METRIC, Column.FLAG, Column.VARIANT)) {
            if (!header.has(column)) {
                throw new IllegalArgumentException("\"" + column.name().toLowerCase(Locale.ROOT) + "\" is missing");
            }
        }
        if (!header.has(Column.UNITS) && !header.has(Column.VALUE)) {
            throw new IllegalArgumentException("\"units\" is missing");
        }
        return header;
    }

    private static Column column(String name) {
        for (Column column : Column.values()) {
            if (column.name().toLowerCase(Locale.ROOT).equals(name)) {
                return column;
            }
        }
        throw new IllegalArgumentException("\"" + name + "\" is not known");
    }

    int size() {
        return places.size();
    }

    private boolean has(Column column) {
        return places.containsKey(column);
    }

    /** Returns what a row has in a column, empty when there is no such column. */
    String cell(List<String> row, Column column) {
        Integer place = places.get(column);
        return place == null ? "" : row.get(place);
    }
}
