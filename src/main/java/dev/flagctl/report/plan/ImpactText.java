// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Impact;
import dev.flagctl.report.Numbers;

/** Says how many people a change reaches. */
public final class ImpactText {

    private ImpactText() {}

    /** Returns {@code 12,200 → 61,600 users/day: adds 49,400, moves 0}; without a population only who is moved and what is the control, empty for nobody. */
    public static String of(Impact impact) {
        Long before = impact.before();
        Long after = impact.after();
        if (before == null || after == null) {
            String moves = impact.movedShare() == 0
                    ? ""
                    : "moves " + Math.round(impact.movedShare() * 100) + "% of the exposed users";
            String control = control(impact);
            return moves.isEmpty() || control.isEmpty() ? moves + control : moves + ", " + control;
        }
        long difference = after - before;
        String text = numbers(impact) + " users/day: "
                + (difference < 0 ? "takes back " : "adds ")
                + Numbers.count(Math.abs(difference))
                + ", moves "
                + Numbers.count(impact.moved())
                + (control(impact).isEmpty() ? "" : ", " + control(impact));
        return impact.unknown().isEmpty() ? text : text + "; unknown: " + String.join(", ", impact.unknown());
    }

    /** Returns {@code 6,100 in the control}, or {@code control group 10% beside it} where nobody knows how many that are; empty for none. */
    private static String control(Impact impact) {
        if (impact.control() != null) {
            return Numbers.count(impact.control()) + " in the control";
        }
        String shares = impact.controlShares();
        return shares == null ? "" : "control group " + shares + " beside it";
    }

    /** Returns {@code 12,200 → 61,600}, or one number when it stays; {@code –} when no population is stated. */
    public static String numbers(Impact impact) {
        Long before = impact.before();
        Long after = impact.after();
        if (before == null || after == null) {
            return "–";
        }
        String about = impact.exact() ? "" : "about ";
        return before.equals(after)
                ? about + Numbers.count(after)
                : about + Numbers.count(before) + " → " + Numbers.count(after);
    }
}
