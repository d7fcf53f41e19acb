// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.diagnostics.CodeQuality;
import java.util.List;

/** Chooses the writer of a report on a plan. */
public final class PlanReports {

    /** Every kind there is. */
    public static final List<String> KINDS = List.of(
            "json",
            "jsonl",
            "markdown",
            "html",
            "sarif",
            "short",
            "junit",
            "codequality",
            "gitlab-terraform",
            "dotenv");

    private PlanReports() {}

    /**
     * Returns the writer of a kind.
     *
     * @throws IllegalArgumentException when {@link #KINDS} lacks it
     */
    public static PlanView of(String kind) {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("there is no report on a plan as " + kind);
        }
        return switch (kind) {
            case "junit" -> new PlanJUnitView();
            case "codequality" -> (plan, cover) -> CodeQuality.render(PlanFindings.of(plan));
            case "gitlab-terraform" -> new GitlabCounts();
            case "dotenv" -> PlanOutputs::lines;
            default -> PlanViews.of(Format.of(kind).orElseThrow(), Looks.PLAIN);
        };
    }
}
