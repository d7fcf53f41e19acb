// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.model.SourceRef;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.Refusal;
import dev.flagctl.report.HtmlPage;
import dev.flagctl.report.Markup;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;

/** A plan as a page that can be sent around: for each environment a table of effects, and below it the details, folded. */
final class PlanHtmlView implements PlanView {

    @Override
    public String render(Plan plan, PlanCover cover) {
        Moments moments = new Moments(plan.now());
        Markup page = HtmlPage.begin("flagctl plan · " + plan.project());
        page.element("h1", "flagctl plan · " + plan.project()).line();
        for (PlanCounts counts : PlanCounts.of(plan.environments(), plan.changes())) {
            page.open("section").element("h2", counts.environment()).line();
            page.element("p", Numbers.many(counts.features(), "feature") + " · " + counts.words())
                    .line();
            table(page, counts, cover, moments);
            refusals(page, plan, counts.environment());
            for (Change change : counts.shown()) {
                new ChangeHtml(page, moments, cover).write(change);
            }
            page.close().line();
        }
        end(page, plan, cover, moments);
        return page.toString();
    }

    private static void table(Markup page, PlanCounts counts, PlanCover cover, Moments moments) {
        if (counts.shown().isEmpty()) {
            return;
        }
        page.open("table").open("thead").open("tr");
        page.element("th", "").element("th", "Feature").element("th", "What").element("th", "Owner");
        page.element("th", "Users/day", "class", "n").close().close().line();
        page.open("tbody").line();
        for (Change change : counts.shown()) {
            page.open("tr");
            page.element(
                    "td",
                    Motion.symbol(change).sign(),
                    "class",
                    HtmlPage.ink(Motion.symbol(change)),
                    "title",
                    Motion.of(change).word());
            page.open("td").open("code");
            HtmlPage.link(page, address(cover, change.source()), change.key().feature());
            page.close().text(" " + change.version()).close();
            page.element("td", what(change, moments)).element("td", change.owner());
            page.element("td", ImpactText.numbers(change.impact()), "class", "n")
                    .close();
            page.line();
        }
        page.close().close().line();
    }

    private static String what(Change change, Moments moments) {
        Hold hold = change.decision().hold();
        return hold != null && Motion.of(change) == Motion.HOLD
                ? HoldText.line(change, hold, moments)
                : PlanMarkdownView.what(change);
    }

    private static String address(PlanCover cover, SourceRef source) {
        if (cover.blob() == null || source.file().isEmpty()) {
            return "";
        }
        return cover.blob() + source.file() + (source.line() == 0 ? "" : "#L" + source.line());
    }

    private static void refusals(Markup page, Plan plan, String environment) {
        for (Refusal refusal : plan.refusals()) {
            if (refusal.key().environment().equals(environment)) {
                page.open("p").element("strong", "Refused: ", "class", "red");
                page.element("code", refusal.key().feature())
                        .text(": " + refusal.reason() + ". " + refusal.remedy() + ".");
                if (!refusal.source().file().isEmpty()) {
                    page.text(" ").element("code", refusal.source().toString(), "class", "dim");
                }
                page.close().line();
            }
        }
    }

    private static void end(Markup page, Plan plan, PlanCover cover, Moments moments) {
        page.open("p")
                .element("strong", "Ceiling: ")
                .text(PlanFooter.ceiling(plan))
                .close()
                .line();
        if (!cover.leftOut().isEmpty()) {
            page.element("p", "Left out: " + String.join(", ", cover.leftOut())).line();
        }
        StringBuilder words = new StringBuilder("plan ")
                .append(cover.shortDigest())
                .append(" · serial ")
                .append(plan.serial());
        words.append(cover.commit() == null ? "" : " · commit " + cover.commit());
        words.append(" · ").append(moments.full(plan.now()));
        words.append(cover.validUntil() == null ? "" : " · valid until " + moments.of(cover.validUntil()));
        page.element("p", words.toString(), "class", "dim").line();
    }
}
