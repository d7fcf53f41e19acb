// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Chooses the view of what validating found. */
public final class CheckedViews {

    /** Every kind of report there is. */
    public static final List<String> REPORTS =
            List.of("json", "jsonl", "markdown", "html", "sarif", "short", "junit", "codequality");

    private final Looks looks;
    private final LineSource lines;
    private final CodeBook codes;
    private final String version;
    private final Instant now;

    /**
     * Prepares the views.
     *
     * @param lines where snippets come from
     * @param codes what the codes mean, for SARIF
     * @param version version of flagctl, for SARIF
     * @param now when the manifests were looked at
     */
    public CheckedViews(Looks looks, LineSource lines, CodeBook codes, String version, Instant now) {
        this.looks = looks;
        this.lines = lines;
        this.codes = codes;
        this.version = version;
        this.now = now;
    }

    /** Returns the formats that there is a view for. */
    public static Set<Format> formats() {
        return EnumSet.allOf(Format.class);
    }

    /** Returns the view of a format. */
    public CheckedView of(Format format) {
        return switch (format) {
            case TEXT -> new CheckedTextView(looks, lines);
            case SHORT -> new CheckedShortView(looks);
            case JSON -> new CheckedJsonView(now);
            case JSONL -> new CheckedJsonLinesView(now);
            case MARKDOWN -> new CheckedMarkdownView();
            case HTML -> new CheckedHtmlView(lines);
            case SARIF -> checked -> new Sarif(codes, version).render(checked.diagnostics());
            case GITHUB -> new CheckedGithubView();
            case CSV -> throw new IllegalArgumentException("problems are not told as csv");
        };
    }

    /**
     * Returns a report.
     *
     * @param kind one of {@link #REPORTS}
     * @throws IllegalArgumentException when there is no such kind
     */
    public String report(String kind, Checked checked) {
        if (!REPORTS.contains(kind)) {
            throw new IllegalArgumentException("there is no report on manifests as " + kind);
        }
        return switch (kind) {
            case "junit" -> CheckedJUnitView.render(checked, now);
            case "codequality" -> CodeQuality.render(checked.diagnostics());
            default -> of(Format.of(kind).orElseThrow()).render(checked);
        };
    }
}
