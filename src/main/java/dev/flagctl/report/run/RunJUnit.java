// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.DecisionKind;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.JUnitXml;
import dev.flagctl.report.JUnitXml.Case;
import dev.flagctl.report.JUnitXml.Outcome;
import dev.flagctl.report.JUnitXml.Suite;
import dev.flagctl.report.Moments;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run as a test report: a suite for each environment, a case for each task. A rollback by a guardrail fails, as in the report on a plan; a hold is skipped. */
final class RunJUnit {

    private RunJUnit() {}

    static String render(RunAccount account, Instant now) {
        Plan plan = account.plan();
        List<Suite> suites = new ArrayList<>();
        for (String environment : plan == null ? List.<String>of() : plan.environments()) {
            List<Case> cases = new ArrayList<>();
            Duration took = Duration.ZERO;
            for (RunStep step : account.steps()) {
                if (step.change().key().environment().equals(environment)) {
                    cases.add(of(step));
                    took = took.plus(step.took());
                }
            }
            for (Change change : account.holds()) {
                if (change.key().environment().equals(environment)) {
                    String words = HoldsLine.of(change, new Moments(now));
                    cases.add(new Case(environment, change.key().feature() + ": hold", Outcome.SKIPPED, "", words));
                }
            }
            suites.add(new Suite(environment, now, took, properties(account), cases));
        }
        return JUnitXml.render("flagctl apply", suites);
    }

    private static Case of(RunStep step) {
        boolean isRollback =
                step.change().decision().kind() == DecisionKind.ROLL_BACK && RunAccount.changesSomething(step.task());
        Outcome outcome = switch (step.outcome()) {
            case DONE -> isRollback ? Outcome.FAILED : Outcome.PASSED;
            case FAILED -> Outcome.FAILED;
            case SKIPPED -> Outcome.SKIPPED;
        };
        String because = step.change().decision().because();
        return new Case(
                step.change().key().environment(),
                step.change().key().feature() + ": " + step.what(),
                outcome,
                outcome == Outcome.FAILED ? step.change().decision().reason().name() : "",
                step.why().isEmpty() ? because : step.why());
    }

    private static Map<String, String> properties(RunAccount account) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("done", String.valueOf(account.done()));
        properties.put("failed", String.valueOf(account.failed().size()));
        properties.put("skipped", String.valueOf(account.skipped().size()));
        properties.put("rolled-back", String.valueOf(account.rolledBack()));
        properties.put("hold", String.valueOf(account.holds().size()));
        return properties;
    }
}
