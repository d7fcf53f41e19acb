// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Outlook;
import dev.flagctl.plan.StageSize;
import dev.flagctl.plan.TimelineStep;
import dev.flagctl.report.Numbers;
import dev.flagctl.report.Page;
import dev.flagctl.report.Spans;
import java.util.ArrayList;
import java.util.List;

/** What the stages to come can show and what they can cost, one line each, where population, traffic or rates are known. */
final class SizeText {

    private SizeText() {}

    static void write(Page page, Change change) {
        int column = 18;
        for (TimelineStep step : change.timeline()) {
            boolean isLong = step.outlook() != null;
            column = isLong ? Math.max(column, 8 + page.width(step.stage().name())) : column;
        }
        for (TimelineStep step : change.timeline()) {
            Outlook outlook = step.outlook();
            if (outlook != null) {
                page.add("      " + step.stage().name())
                        .to(column)
                        .wrapped(of(outlook))
                        .end();
            }
        }
    }

    /** Tells whether the way ahead is worth a table: it climbs, or it begins and something is known of its stages. */
    static boolean hasWay(Change change) {
        boolean begins = Motion.of(change) == Motion.CREATE && isKnown(change);
        return (begins || Motion.of(change) == Motion.ADVANCE)
                && change.timeline().size() > 1;
    }

    /** Tells whether anything is known of any stage to come. */
    static boolean isKnown(Change change) {
        return change.timeline().stream().anyMatch(step -> step.outlook() != null);
    }

    /** Returns what is expected of a stage, {@code –} when nothing is known. */
    static String of(TimelineStep step) {
        return step.outlook() == null ? "–" : of(step.outlook());
    }

    /** Returns how long, whom, and what the guardrail that finds least finds: {@code 2 h · 12,200 users/day · errors: 3,343 units, finds 2 times, …}. */
    static String of(Outlook outlook) {
        List<String> words = new ArrayList<>();
        if (!outlook.lasts().isZero()) {
            words.add(Spans.of(outlook.lasts()));
        }
        if (outlook.users() != null) {
            words.add(Numbers.count(outlook.users()) + " users/day");
        }
        List<StageSize> sizes = outlook.sizes();
        if (!sizes.isEmpty()) {
            words.add(
                    sizes.get(0).words() + (sizes.size() == 1 ? "" : " (" + (sizes.size() - 1) + " more in -o json)"));
        }
        return String.join(" · ", words);
    }
}
