// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.FieldChange;
import dev.flagctl.plan.FieldDiff;
import dev.flagctl.plan.Hold;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Markup;
import dev.flagctl.report.Moments;
import java.util.ArrayList;
import java.util.List;

/** What is folded below the table of a page: why, what exactly, on which evidence, and the way ahead. */
final class ChangeHtml {

    private final Markup page;
    private final Moments moments;
    private final PlanCover cover;

    ChangeHtml(Markup page, Moments moments, PlanCover cover) {
        this.page = page;
        this.moments = moments;
        this.cover = cover;
    }

    void write(Change change) {
        page.open("details").open("summary").element("strong", change.key().feature());
        page.text(" · " + ChangeWords.what(change)).close().line().open("dl");
        facts(change);
        page.close().line();
        Judgement judgement = change.judgement();
        if (judgement != null) {
            guardrails(judgement);
        }
        if (SizeText.hasWay(change)) {
            trajectory(change);
        }
        page.close().line();
    }

    private void facts(Change change) {
        Recorded before = change.recordedBefore();
        String was = before == null ? change.version() : before.position().version();
        fact("Version", was.equals(change.version()) ? was : was + " → " + change.version());
        fact("Edits", String.join(", ", change.edits()));
        Hold hold = change.decision().hold();
        if (hold == null) {
            fact("Why", change.decision().because());
        } else {
            fact(
                    "Waits for",
                    hold.waitsFor() + " · " + hold.releasedBy() + " · since " + moments.of(hold.since())
                            + (hold.until() == null ? " · no end" : " · until " + moments.of(hold.until())));
        }
        if (change.before() != null && change.after() != null) {
            for (FieldChange field : FieldDiff.of(change.before(), change.after())) {
                fact(field.field(), field.before() + " → " + field.after());
            }
        }
        String impact = ImpactText.of(change.impact());
        fact("Impact", impact.isEmpty() ? "" : impact + " · " + change.impact().source());
        fact("Mark", ChangeWords.mark(change.mark()));
        Feature feature = cover.features().get(change.key().feature());
        if (feature != null && !feature.guardrails().isEmpty()) {
            fact("On FAIL", FailureText.of(feature));
        }
        fact("Source", change.source().file().isEmpty() ? "" : change.source().toString());
    }

    private void fact(String word, String says) {
        if (!says.isEmpty()) {
            page.element("dt", word).element("dd", says).line();
        }
    }

    private void guardrails(Judgement judgement) {
        head("Guardrail", "Verdict", "Rates", "Proof");
        for (Evidence each : judgement.evidence()) {
            page.open("tr").open("td").element("code", each.metric()).close();
            page.element("td", each.verdict().name()).element("td", GuardrailText.rates(each));
            page.element("td", GuardrailText.proof(each, moments)).close().line();
        }
        page.close().close().line();
        HarmBudget harm = HarmBudget.of(judgement);
        if (harm != null) {
            page.element("p", "harm budget: " + harm.sentence()).line();
        }
    }

    private void trajectory(Change change) {
        boolean sized = SizeText.isKnown(change);
        List<String> words = new ArrayList<>(List.of("Stage", "Earliest", "Exposure", "Bake", "Gate"));
        if (sized) {
            words.add("Expected");
        }
        head(words.toArray(String[]::new));
        for (TimelineStep step : change.timeline()) {
            page.open("tr");
            StepWords.of(step, change, moments.now()).forEach(word -> page.element("td", word));
            if (sized) {
                page.element("td", SizeText.of(step));
            }
            page.close().line();
        }
        page.close().close().line();
    }

    private void head(String... words) {
        page.open("table").open("thead").open("tr");
        for (String word : words) {
            page.element("th", word);
        }
        page.close().close().line().open("tbody").line();
    }
}
