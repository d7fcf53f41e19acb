// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

/** What a file may still bring into memory, over all its metrics. */
final class Budget {

    /** About 400 bytes each while they are judged. */
    static final int MOST_BUCKETS = 1_000_000;
    /** Eight bytes each, several times while they are sorted. */
    static final int MOST_VALUES = 2_000_000;

    private int buckets;
    private int values;

    void bucket(long line) {
        if (++buckets > MOST_BUCKETS) {
            throw new BadDataException(
                    line, "more than " + MOST_BUCKETS + " buckets: make them longer, or analyze in parts");
        }
    }

    void value(long line) {
        if (++values > MOST_VALUES) {
            throw new BadDataException(line, "more than " + MOST_VALUES + " values: count them by edge");
        }
    }
}
