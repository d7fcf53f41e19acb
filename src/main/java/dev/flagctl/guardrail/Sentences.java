// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Says evidence in words, the same words on every machine. */
final class Sentences {

    private Sentences() {}

    static String rule(Rule rule) {
        if (rule instanceof Rule.WorseThanControl worse) {
            return worse.margin() == 0
                    ? "not worse than control"
                    : "not worse than control by more than " + percent(worse.margin());
        }
        Rule.Threshold limit = (Rule.Threshold) rule;
        return (limit.above() ? "at most " : "at least ") + percent(limit.limit());
    }

    static String of(Evidence evidence) {
        StringBuilder text = new StringBuilder();
        if (evidence.treatment().units() == 0) {
            text.append("no units of the treatment");
        } else {
            text.append(percent(evidence.treatmentRate()));
        }
        Statistic statistic = evidence.statistic();
        if (statistic == null) {
            text.append(" of ")
                    .append(count(evidence.treatment().units()))
                    .append(" units, ")
                    .append(evidence.rule());
        } else {
            if (evidence.control().units() > 0) {
                text.append(" vs control ").append(percent(evidence.controlRate()));
            } else {
                text.append(", no control to compare with");
            }
            text.append(", evidence ").append(evidence(statistic.evidence()));
            text.append(" of ").append(evidence(statistic.threshold()));
        }
        return text.append(state(evidence)).toString();
    }

    private static String state(Evidence evidence) {
        DataHold hold = evidence.hold();
        if (hold == null) {
            return "";
        }
        String who = switch (hold.missing()) {
            case TREATMENT -> "treatment";
            case CONTROL -> "control";
            case BOTH -> "both arms";
        };
        return "; " + hold.state().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " (" + who + ") since "
                + hold.since();
    }

    /** Two decimals, more when the share is too small for them. */
    static String percent(double fraction) {
        BigDecimal percent = BigDecimal.valueOf(fraction).movePointRight(2);
        BigDecimal rounded = percent.compareTo(new BigDecimal("0.1")) < 0
                ? percent.round(new MathContext(2))
                : percent.setScale(2, RoundingMode.HALF_UP);
        return (rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()) + "%";
    }

    /** Whole from 10 on, rounded down so that 19.9 never reads as the 20 that stops. */
    private static String evidence(double value) {
        if (value >= 1_000_000) {
            return "over 1,000,000";
        }
        return value >= 10
                ? count((long) (value + 1e-9))
                : BigDecimal.valueOf(value).setScale(1, RoundingMode.DOWN).toPlainString();
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
