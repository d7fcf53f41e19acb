// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.history;

import dev.flagctl.port.Entry;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import java.util.EnumSet;
import java.util.Set;

/** Chooses the view of entries of the ledger. */
public final class HistoryViews {

    private static final Set<Format> FORMATS =
            EnumSet.of(Format.TEXT, Format.SHORT, Format.JSON, Format.JSONL, Format.CSV);

    private HistoryViews() {}

    /** Returns the formats that there is a view for; short is one line each, its fields separated by tabs. */
    public static Set<Format> formats() {
        return EnumSet.copyOf(FORMATS);
    }

    /** Tells whether the view of a format shows the evidence of entries. */
    public static boolean showsEvidence(Format format) {
        return format == Format.JSON || format == Format.JSONL;
    }

    /**
     * Returns the view of a format.
     *
     * @throws IllegalArgumentException when {@link #formats} lacks it
     */
    public static HistoryView of(Format format, Looks looks) {
        return of(format, looks, false);
    }

    /**
     * Returns the view of a format.
     *
     * @param begun whether people are shown too that tasks began; machines always are
     * @throws IllegalArgumentException when {@link #formats} lacks it
     */
    public static HistoryView of(Format format, Looks looks, boolean begun) {
        return switch (format) {
            case TEXT -> new HistoryTextView(looks, begun);
            case SHORT -> new HistoryShortView(looks);
            case JSON, JSONL -> new HistoryJsonView(format == Format.JSON);
            case CSV -> new HistoryCsvView();
            case MARKDOWN, HTML, SARIF, GITHUB ->
                throw new IllegalArgumentException("there is no history as " + format.word());
        };
    }

    /** Returns what an entry says in one sentence without its period, empty when it says nothing to people. */
    public static String why(Entry entry) {
        return EntryWords.why(entry);
    }
}
