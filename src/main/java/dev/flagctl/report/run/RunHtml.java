// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.report.HtmlPage;
import dev.flagctl.report.Markup;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Spans;
import dev.flagctl.report.Symbol;
import java.time.Instant;

/** A run as a page that can be sent around. */
final class RunHtml {

    private RunHtml() {}

    static String render(RunAccount account, Instant now, int exitCode) {
        Plan plan = account.plan();
        String title = "flagctl apply" + (plan == null ? "" : " · " + plan.project());
        Moments moments = new Moments(now);
        Markup page = HtmlPage.begin(title);
        page.element("h1", title).line();
        page.element("p", AccountText.counts(account) + " · exit " + exitCode + " · " + moments.full(now))
                .line();
        steps(page, account);
        if (!account.holds().isEmpty()) {
            page.element("h2", "On hold").line().open("ul");
            for (Change change : account.holds()) {
                page.element("li", change.key() + ": " + HoldsLine.of(change, moments));
            }
            page.close().line();
        }
        return page.close().close().line().toString();
    }

    private static void steps(Markup page, RunAccount account) {
        if (account.steps().isEmpty()) {
            return;
        }
        page.open("table").open("thead").open("tr");
        page.element("th", "")
                .element("th", "Feature")
                .element("th", "Environment")
                .element("th", "What");
        page.element("th", "Result").close().close().line().open("tbody").line();
        for (RunStep step : account.worstFirst()) {
            Symbol symbol = switch (step.outcome()) {
                case DONE -> Symbol.DONE;
                case FAILED -> Symbol.FAILED;
                case SKIPPED -> Symbol.NOT_TRIED;
            };
            page.open("tr").element("td", symbol.sign(), "class", HtmlPage.ink(symbol));
            page.open("td").element("code", step.change().key().feature());
            page.text(" " + step.change().version()).close();
            page.element("td", step.change().key().environment()).element("td", step.what());
            page.element(
                            "td",
                            step.outcome() == RunStep.Outcome.DONE
                                    ? "done, " + Spans.took(step.took())
                                    : step.outcome().words() + ": " + step.why())
                    .close();
            page.line();
        }
        page.close().close().line();
    }
}
