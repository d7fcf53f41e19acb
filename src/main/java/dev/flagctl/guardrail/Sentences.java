// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Measure;
import dev.flagctl.model.Rule;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Says evidence in words, the same words on every machine. */
final class Sentences {

    private Sentences() {}

    static String rule(Rule rule, Measure measure) {
        return switch (rule.kind()) {
            case WORSE_THAN_CONTROL -> {
                Rule.WorseThanControl worse = (Rule.WorseThanControl) rule;
                String proof = Double.isInfinite(worse.tolerance())
                        ? ""
                        : ", shown to be within " + percent(worse.tolerance());
                yield "not worse than control" + margin(worse.margin()) + proof;
            }
            case WORSE_THAN_BASELINE -> {
                Rule.WorseThanBaseline worse = (Rule.WorseThanBaseline) rule;
                yield "not worse than " + value(measure, worse.baseline()) + margin(worse.margin());
            }
            case THRESHOLD -> {
                Rule.Threshold limit = (Rule.Threshold) rule;
                yield (limit.above() ? "at most " : "at least ") + value(measure, limit.limit());
            }
            case BURN -> "error budget of " + percent(measure.objective()) + " not burning";
        };
    }

    private static String margin(double margin) {
        return margin == 0 ? "" : " by more than " + percent(margin);
    }

    /** A percent for shares, else a number of four digits. */
    static String value(Measure measure, double value) {
        if (Double.isNaN(value)) {
            return "nothing";
        }
        return measure.isShare()
                ? percent(value)
                : BigDecimal.valueOf(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    static String of(Evidence evidence) {
        StringBuilder text = new StringBuilder();
        if (evidence.treatment().units() == 0) {
            text.append("no units of the treatment");
        } else {
            text.append(evidence.say(evidence.treatmentRate()));
        }
        Statistic statistic = evidence.statistic();
        if (statistic == null) {
            text.append(" of ")
                    .append(count(evidence.treatment().units()))
                    .append(" units, ")
                    .append(evidence.words().isEmpty() ? evidence.rule() : evidence.words());
        } else {
            if (evidence.control().units() > 0) {
                text.append(" vs control ").append(evidence.say(evidence.controlRate()));
            } else if (statistic.test() != TestKind.BASELINE) {
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
                + hold.since().truncatedTo(ChronoUnit.SECONDS);
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
