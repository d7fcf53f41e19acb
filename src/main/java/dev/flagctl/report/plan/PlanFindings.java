// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Reason;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.diagnostics.CodeBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong in a plan, in the form of findings for the hosts that collect those: what is refused as errors, what went wrong outside or by a
 * guardrail as warnings. What moves as it should is no finding.
 */
final class PlanFindings {

    static final String REFUSED = "REFUSED";

    /** Hosts want a place for every finding; this one is always read. */
    private static final String NO_FILE = "flagctl.yaml";

    private PlanFindings() {}

    /** Returns the refusals, then the warnings in the order in which changes are shown. */
    static List<Diagnostic> of(Plan plan) {
        List<Diagnostic> findings = new ArrayList<>();
        for (Refusal refusal : plan.refusals()) {
            findings.add(Diagnostic.error(
                    REFUSED, refusal.key() + ": " + refusal.reason(), range(refusal.source()), "", refusal.remedy()));
        }
        for (PlanCounts counts : PlanCounts.of(plan.environments(), plan.changes())) {
            for (Change change : counts.shown()) {
                if (warns(change)) {
                    findings.add(Diagnostic.warning(
                            change.decision().reason().name(), message(change), range(change.source()), "", null));
                }
            }
        }
        return findings;
    }

    /** Tells whether somebody should look at a change because something went wrong. */
    static boolean warns(Change change) {
        return switch (Motion.of(change)) {
            case ROLL_BACK, PAUSE, CORRECT -> true;
            case HOLD -> HoldText.isTrouble(change.decision().reason());
            case ADVANCE, CREATE, PHASE_OUT, ARCHIVE, FINISH, UPDATE, UNCHANGED -> false;
        };
    }

    static String message(Change change) {
        return change.key() + ": " + ChangeWords.what(change) + ": "
                + change.decision().because();
    }

    /** Returns what the codes of findings mean. */
    static CodeBook codes() {
        return new CodeBook() {
            @Override
            public String title(String code) {
                return code.equals(REFUSED) ? "the edit is not allowed" : words(code);
            }

            @Override
            public String explanation(String code) {
                return code.equals(REFUSED)
                        ? "The manifest asks for something that is not allowed; nothing is applied while it stands."
                        : "flagctl decided this because of: " + words(code)
                                + ". \"flagctl explain FEATURE\" says all that is known about it.";
            }
        };
    }

    private static String words(String code) {
        return Reason.valueOf(code).name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static SourceRange range(SourceRef source) {
        String file = source.file().isEmpty() ? NO_FILE : source.file();
        return source.line() == 0 ? SourceRange.ofFile(file) : new SourceRange(file, source.line(), 1, 1);
    }
}
