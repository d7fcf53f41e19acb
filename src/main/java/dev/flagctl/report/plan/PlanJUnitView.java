// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.JUnitXml;
import dev.flagctl.report.JUnitXml.Case;
import dev.flagctl.report.JUnitXml.Outcome;
import dev.flagctl.report.JUnitXml.Suite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan as a test report: a suite for each environment, a case for each change.
 *
 * <p>A refusal and a rollback by a guardrail fail; a hold is skipped; the rest passes. Unchanged features are counted in the properties only.
 */
final class PlanJUnitView implements PlanView {

    @Override
    public String render(Plan plan, PlanCover cover) {
        List<Suite> suites = new ArrayList<>();
        for (PlanCounts counts : PlanCounts.of(plan.environments(), plan.changes())) {
            List<Case> cases = new ArrayList<>();
            for (Refusal refusal : plan.refusals()) {
                if (refusal.key().environment().equals(counts.environment())) {
                    cases.add(new Case(
                            counts.environment(),
                            refusal.key().feature() + ": refused",
                            Outcome.FAILED,
                            PlanFindings.REFUSED,
                            refusal.reason() + "; " + refusal.remedy()));
                }
            }
            counts.shown().forEach(change -> cases.add(of(change)));
            Duration read = cover.read() == null ? Duration.ZERO : cover.read();
            suites.add(new Suite(counts.environment(), plan.now(), read, properties(counts), cases));
        }
        return JUnitXml.render("flagctl plan", suites);
    }

    private static Case of(Change change) {
        Outcome outcome = switch (Motion.of(change)) {
            case ROLL_BACK -> Outcome.FAILED;
            case HOLD -> Outcome.SKIPPED;
            case ADVANCE, CREATE, PHASE_OUT, ARCHIVE, CORRECT, PAUSE, FINISH, UPDATE, UNCHANGED -> Outcome.PASSED;
        };
        return new Case(
                change.key().environment(),
                change.key().feature() + ": " + Motion.of(change).word(),
                outcome,
                outcome == Outcome.FAILED ? change.decision().reason().name() : "",
                ChangeWords.what(change) + ": " + change.decision().because());
    }

    private static Map<String, String> properties(PlanCounts counts) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("features", String.valueOf(counts.features()));
        properties.put("due", String.valueOf(counts.due()));
        for (Motion motion : Motion.values()) {
            properties.put(motion.word(), String.valueOf(counts.of(motion)));
        }
        return properties;
    }
}
