// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import java.util.EnumSet;
import java.util.Set;

/** Chooses the view of what validating found. */
public final class CheckedViews {

    private static final Set<Format> FORMATS = EnumSet.of(
            Format.TEXT, Format.SHORT, Format.JSON, Format.JSONL, Format.MARKDOWN, Format.SARIF, Format.GITHUB);

    private final Looks looks;
    private final LineSource lines;
    private final CodeBook codes;
    private final String version;

    /**
     * Prepares the views.
     *
     * @param lines where snippets come from
     * @param codes what the codes mean, for SARIF
     * @param version version of flagctl, for SARIF
     */
    public CheckedViews(Looks looks, LineSource lines, CodeBook codes, String version) {
        this.looks = looks;
        this.lines = lines;
        this.codes = codes;
        this.version = version;
    }

    /** Returns the formats that there is a view for. */
    public static Set<Format> formats() {
        return EnumSet.copyOf(FORMATS);
    }

    /** Returns the view of a format. */
    public CheckedView of(Format format) {
        return switch (format) {
            case TEXT -> new CheckedTextView(looks, lines);
            case SHORT -> new CheckedShortView(looks);
            case JSON -> new CheckedJsonView();
            case JSONL -> new CheckedJsonLinesView();
            case MARKDOWN -> new CheckedMarkdownView();
            case SARIF -> new CheckedSarifView(codes, version);
            case GITHUB -> new CheckedGithubView();
        };
    }
}
