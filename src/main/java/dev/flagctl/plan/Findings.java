// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.DataHold;
import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.SplitCheck;
import dev.flagctl.guardrail.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the decision needs of a judgement, in words. */
final class Findings {

    private Findings() {}

    static boolean fails(@Nullable Judgement judgement) {
        return judgement != null && judgement.verdict() == Verdict.FAIL;
    }

    /** Returns the data whose absence is the most urgent, or null when nothing is missing. */
    static @Nullable DataHold missing(Judgement judgement) {
        List<DataHold> holds = judgement.holds();
        return holds.isEmpty() ? null : holds.get(0);
    }

    /** Returns the first thing that the source of missing data said about it, such as why it failed; empty for nothing. */
    static String saidOf(Judgement judgement, DataHold data) {
        for (Evidence each : judgement.evidence()) {
            if (each.metric().equals(data.metric())
                    && data.equals(each.hold())
                    && !each.warnings().isEmpty()) {
                return each.warnings().get(0);
            }
        }
        return "";
    }

    /** Returns the guardrails that decide, with their numbers: {@code http-errors FAIL 1.81% vs control 0.36%, evidence 29 of 20}. */
    static String sentence(Judgement judgement) {
        StringBuilder text = new StringBuilder();
        SplitCheck split = judgement.split();
        if (split != null && split.mismatch() && judgement.verdict() != Verdict.FAIL) {
            text.append("wrong split: ").append(split.sentence());
        }
        for (Evidence each : judgement.evidence()) {
            boolean decides = judgement.verdict() == Verdict.FAIL
                    ? each.stops() || judgement.suspected().contains(each.metric())
                    : each.role().canStop() && each.verdict() == judgement.verdict();
            if (decides) {
                text.append(text.length() == 0 ? "" : "; ");
                text.append(each.metric())
                        .append(' ')
                        .append(each.verdict())
                        .append(' ')
                        .append(each.sentence());
            }
        }
        return text.toString();
    }
}
