// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.run;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Hold;
import dev.flagctl.report.Moments;
import dev.flagctl.report.plan.HoldText;
import java.time.Instant;
import java.util.List;

/** All holds of a round on one line. */
final class HoldsLine {

    private static final int NAMED = 3;

    private HoldsLine() {}

    /** Returns a text that is another one as soon as something else holds, or for another reason; empty when nothing holds. */
    static String identity(List<Change> holds) {
        StringBuilder text = new StringBuilder();
        for (Change change : holds) {
            text.append(change.key())
                    .append(' ')
                    .append(change.decision().reason())
                    .append(' ');
            text.append(change.decision().stage()).append('\n');
        }
        return text.toString();
    }

    /** Returns what one feature waits for. */
    static String of(Change change, Moments moments) {
        Hold hold = change.decision().hold();
        return hold == null ? change.decision().because() : HoldText.line(change, hold, moments);
    }

    /** Returns {@code =  2 hold  mobile-nav cooldown until=16:40, pricing-annual approval since=Sat 09:14}. */
    static String of(List<Change> holds, Instant now) {
        StringBuilder text = new StringBuilder();
        Moments moments = new Moments(now);
        for (Change change : holds.subList(0, Math.min(NAMED, holds.size()))) {
            Hold hold = change.decision().hold();
            text.append(text.length() == 0 ? "  " : ", ").append(change.key().feature());
            text.append(' ').append(HoldText.word(change.decision().reason()));
            if (hold != null) {
                text.append(hold.until() == null ? " since=" : " until=");
                text.append(moments.of(hold.until() == null ? hold.since() : hold.until()));
            }
        }
        return "=  " + holds.size() + " hold" + text + (holds.size() > NAMED ? ", …" : "");
    }
}
