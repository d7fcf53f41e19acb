// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Markdown;
import dev.flagctl.report.diagnostics.Sarif;
import java.util.EnumSet;
import java.util.Set;

/** Chooses the view of a plan. */
public final class PlanViews {

    private static final Set<Format> FORMATS = EnumSet.complementOf(EnumSet.of(Format.CSV));

    private PlanViews() {}

    /** Returns the formats that there is a view for. */
    public static Set<Format> formats() {
        return EnumSet.copyOf(FORMATS);
    }

    /** Returns the view of a format; SARIF and annotations speak only of what is wrong. */
    public static PlanView of(Format format, Looks looks) {
        return switch (format) {
            case TEXT -> new PlanTextView(looks);
            case SHORT -> new PlanShortView(looks);
            case JSON -> new PlanJsonView();
            case JSONL -> new PlanJsonLinesView();
            case MARKDOWN -> new PlanMarkdownView(Markdown.COMMENT);
            case GITHUB -> new PlanGithubView();
            case CSV -> throw new IllegalArgumentException("there is no plan as csv");
            case HTML -> new PlanHtmlView();
            case SARIF -> (plan, cover) -> new Sarif(PlanFindings.codes(), null).render(PlanFindings.of(plan));
        };
    }

    /** Returns the view for the summary of a job, which has room for more than a comment. */
    public static PlanView summary() {
        return new PlanMarkdownView(Markdown.SUMMARY);
    }
}
