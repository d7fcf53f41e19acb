// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.guardrail.DataHold;
import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.report.Ink;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import java.util.Locale;

/** The guardrails behind a change, one line each with its numbers. */
public final class GuardrailText {

    private GuardrailText() {}

    /** Writes one line for each guardrail: its metric, its verdict, the rates, and what they prove. */
    public static void write(Page page, Judgement judgement, Moments moments) {
        int name = 0;
        int verdict = 0;
        int rates = 0;
        for (Evidence each : judgement.evidence()) {
            name = Math.max(name, page.width(each.metric()));
            verdict = Math.max(verdict, each.verdict().name().length());
            rates = Math.max(rates, page.width(rates(each)));
        }
        for (Evidence each : judgement.evidence()) {
            int second = 4 + Math.max(10, name) + 2;
            int third = second + Math.max(7, verdict) + 2;
            page.add("    " + each.metric())
                    .to(second)
                    .add(ink(each.verdict()), each.verdict().name());
            page.to(third).add(rates(each));
            String proof = proof(each, moments);
            if (!proof.isEmpty()) {
                page.to(third + rates + 2).wrapped(proof);
            }
            page.end();
        }
        HarmBudget harm = HarmBudget.of(judgement);
        if (harm != null) {
            page.add("    harm budget")
                    .to(4 + Math.max(10, name) + 2)
                    .wrapped(harm.sentence())
                    .end();
        }
    }

    /** Returns the rates that are compared, {@code 1.81% vs control 0.36%}. */
    public static String rates(Evidence evidence) {
        if (evidence.treatment().units() == 0) {
            return "no units of the treatment";
        }
        String rate = rate(evidence, evidence.treatmentRate());
        if (evidence.statistic() == null) {
            return rate + " of " + Numbers.many(evidence.treatment().units(), "unit");
        }
        return evidence.control().units() == 0
                ? rate + ", no control"
                : rate + " vs control " + rate(evidence, evidence.controlRate());
    }

    /** Returns a value of the metric: a percent for shares, else a number. */
    public static String rate(Evidence evidence, double value) {
        return evidence.measure().isShare() ? Numbers.rate(value) : evidence.say(value);
    }

    /** Returns what the rates prove: evidence of harm against what stops, or the limit, and what the data lacks. */
    public static String proof(Evidence evidence, Moments moments) {
        Statistic statistic = evidence.statistic();
        boolean canStop = evidence.role().canStop();
        String proof = statistic == null
                ? evidence.words().isEmpty() ? evidence.rule() : evidence.words()
                : (canStop ? "evidence of harm " : "evidence ") + Numbers.evidence(statistic.evidence()) + " of "
                        + Numbers.evidence(statistic.threshold());
        proof += canStop ? "" : "; only watches";
        DataHold hold = evidence.hold();
        if (hold == null) {
            return proof;
        }
        return proof + "; " + words(hold.state().name()) + " since " + moments.of(hold.since());
    }

    /** Returns the same in a few words, {@code evidence 0.5 of 20}. */
    public static String brief(Evidence evidence) {
        Statistic statistic = evidence.statistic();
        return statistic == null
                ? evidence.words().isEmpty() ? evidence.rule() : evidence.words()
                : "evidence " + Numbers.evidence(statistic.evidence()) + " of "
                        + Numbers.evidence(statistic.threshold());
    }

    private static Ink ink(Verdict verdict) {
        return switch (verdict) {
            case PASS -> Ink.GREEN;
            case FAIL -> Ink.RED;
            case UNDECIDED, TOO_FEW -> Ink.DIM;
            case NO_TRAFFIC, NO_DATA, STALE, PARTIAL, ERROR, RESET -> Ink.YELLOW;
        };
    }

    private static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
