// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.explain;

import dev.flagctl.guardrail.Bound;
import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.model.Arm;
import dev.flagctl.plan.ControlKind;
import dev.flagctl.plan.codec.CountsText;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.plan.GuardrailText;
import java.util.Locale;

/** The evidence behind the verdicts with all its numbers: counts, rates, the interval, what stops, and where it came from. */
final class EvidenceText {

    private static final int WORDS = 22;

    private EvidenceText() {}

    static void write(Page page, Judgement judgement, ControlKind control, Moments moments) {
        page.add("Guardrails: ").add(Ink.BOLD, judgement.verdict().name());
        page.add(", together evidence of harm " + Numbers.evidence(Math.exp(judgement.maxLogE())) + " of "
                + Numbers.evidence(judgement.threshold()));
        page.add(judgement.failedAt() == null ? "" : ", failed at " + moments.of(judgement.failedAt()))
                .end();
        for (Evidence each : judgement.evidence()) {
            guardrail(page, each, control.in(each), moments);
        }
        HarmBudget harm = HarmBudget.of(judgement);
        if (harm != null) {
            page.add("    harm budget").to(WORDS).wrapped(harm.sentence()).end();
        }
    }

    private static void guardrail(Page page, Evidence each, ControlKind control, Moments moments) {
        page.add("    ").add(Ink.BOLD, each.metric()).to(WORDS);
        page.add(each.verdict().name() + " · " + each.role().name().toLowerCase(Locale.ROOT) + " · ");
        page.wrapped(each.rule()).end();
        blank(page)
                .wrapped("treatment " + arm(each, each.treatment(), each.treatmentRate()) + ", control "
                        + arm(each, each.control(), each.controlRate()))
                .end();
        blank(page).wrapped("compared with " + control.words()).end();
        Statistic statistic = each.statistic();
        if (statistic != null) {
            blank(page)
                    .wrapped("treatment over control is between " + interval(statistic.ratio()) + " at any time"
                            + ", evidence of harm " + Numbers.evidence(statistic.evidence()) + " of "
                            + Numbers.evidence(statistic.threshold()))
                    .end();
            blank(page)
                    .wrapped("test " + statistic.test().word() + ": " + statistic.because())
                    .end();
        }
        if (!each.words().isEmpty()) {
            blank(page).wrapped(each.words()).end();
        }
        blank(page)
                .wrapped(Numbers.many(each.buckets(), "closed bucket") + " from " + moments.of(each.from()) + " to "
                        + moments.of(each.to()) + ", data " + words(each.state().name()) + ", digest "
                        + CountsText.digest(CountsText.write(each.counts())).substring(0, 8))
                .end();
        if (!each.correction().isNone()) {
            blank(page).wrapped(each.correction().sentence()).end();
        }
        blank(page).wrapped("asked: " + each.query()).end();
        for (String warning : each.warnings()) {
            blank(page).wrapped("said: " + warning).end();
        }
    }

    private static Page blank(Page page) {
        return page.pad(WORDS);
    }

    private static String arm(Evidence each, Arm arm, double rate) {
        String counts = each.measure().countsBad() ? Numbers.count(arm.bad()) + " of " : "";
        return GuardrailText.rate(each, rate) + " (" + counts + Numbers.count(arm.units()) + ")";
    }

    private static String interval(Bound bound) {
        return Numbers.ratio(bound.lower()) + " and " + Numbers.ratio(bound.upper());
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
