// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.Looks;
import dev.flagctl.report.Symbol;

/** One line for each change, easy to search; the counts of each environment come last. */
final class PlanShortView implements PlanView {

    private final Looks looks;

    PlanShortView(Looks looks) {
        this.looks = looks;
    }

    @Override
    public String render(Plan plan, PlanCover cover) {
        StringBuilder text = new StringBuilder();
        StringBuilder counted = new StringBuilder();
        for (PlanCounts counts : PlanCounts.of(plan.environments(), plan.changes())) {
            for (Change change : counts.shown()) {
                line(
                        text,
                        Motion.symbol(change).sign() + " " + change.key() + ": " + ChangeWords.what(change) + ": "
                                + change.decision().because());
            }
            line(counted, counts.environment() + ": " + counts.words());
        }
        for (Refusal refusal : plan.refusals()) {
            line(
                    text,
                    Symbol.FAILED.sign() + " " + refusal.key() + ": refused: " + refusal.reason() + " ("
                            + refusal.remedy() + ")");
        }
        if (!cover.leftOut().isEmpty()) {
            line(counted, "left out: " + String.join(", ", cover.leftOut()));
        }
        return text.append(counted).toString();
    }

    private void line(StringBuilder text, String line) {
        text.append(looks.say(line)).append('\n');
    }
}
