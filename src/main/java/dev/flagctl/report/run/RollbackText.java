// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.Position;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Impact;
import dev.flagctl.plan.Task;
import dev.flagctl.report.Moments;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Spans;
import dev.flagctl.report.plan.ChangeWords;
import dev.flagctl.report.plan.GuardrailText;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The account of a rollback: what failed, on which evidence, who had it how long, and what follows. */
final class RollbackText {

    private RollbackText() {}

    /** Returns the lines by their word, in order. */
    static Map<String, String> of(Change change, Instant now) {
        Map<String, String> lines = new LinkedHashMap<>();
        Judgement judgement = change.judgement();
        if (judgement != null && judgement.verdict() == Verdict.FAIL) {
            for (Evidence each : judgement.evidence()) {
                if (each.stops() || judgement.suspected().contains(each.metric())) {
                    lines.put(
                            each.metric(),
                            each.verdict() + "  " + GuardrailText.rates(each) + "  n "
                                    + Numbers.count(each.treatment().units()) + " and "
                                    + Numbers.count(each.control().units()));
                    lines.put("evidence", evidence(each));
                }
            }
        } else {
            lines.put("why", change.decision().because());
        }
        exposed(lines, change, now);
        told(lines, change);
        lines.put("next", next(change, new Moments(now)));
        return lines;
    }

    private static String evidence(Evidence each) {
        Statistic statistic = each.statistic();
        String buckets = Numbers.many(each.buckets(), "closed bucket");
        return statistic == null
                ? each.rule() + ", " + buckets
                : Numbers.evidence(statistic.evidence()) + " of " + Numbers.evidence(statistic.threshold()) + ", "
                        + buckets;
    }

    private static void exposed(Map<String, String> lines, Change change, Instant now) {
        Recorded before = change.recordedBefore();
        if (before == null) {
            return;
        }
        Impact impact = change.impact();
        String time = Spans.of(Duration.between(before.position().since(), now));
        String users = impact.before() == null ? "" : "~" + Numbers.count(impact.before()) + " users/day ";
        lines.put("exposed", users + "for " + time + " at " + ChangeWords.exposure(change.before()));
    }

    private static void told(Map<String, String> lines, Change change) {
        Set<String> told = new TreeSet<>();
        for (Task task : change.tasks()) {
            if (task instanceof Task.SendNotice notice) {
                told.add(notice.adapter());
            }
        }
        if (!told.isEmpty()) {
            lines.put("told", String.join(", ", told) + " · " + change.owner());
        }
    }

    private static String next(Change change, Moments moments) {
        Recorded recorded = change.recorded();
        Position position = recorded == null ? null : recorded.position();
        if (position == null || position.cooldownUntil() == null) {
            return "a person: flagctl resume " + change.key().feature();
        }
        return "cooldown until " + moments.of(position.cooldownUntil());
    }
}
