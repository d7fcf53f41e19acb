// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan.codec;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Distribution;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Samples;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.NumberInput;
import tools.jackson.core.io.NumberOutput;

/**
 * Writes and reads what an arm carries beside its counts: {@code sSUM,SQUARES} for sums, {@code hEDGE=COUNT,…} for a histogram, {@code vVALUE,…} for
 * raw values, nothing for an arm that only counts. Numbers are written as the shortest decimal that reads back bit for bit, by Jackson: Java itself
 * writes some longer before version 19 (JDK-4511638), and the text has a digest.
 */
final class ArmText {

    private ArmText() {}

    static boolean isPlain(Arm arm) {
        return arm.distribution() == null && arm.sum() == 0 && arm.sumOfSquares() == 0;
    }

    static void write(StringBuilder text, Arm arm) {
        Distribution values = arm.distribution();
        if (values instanceof Histogram histogram) {
            text.append('h');
            for (int i = 0; i < histogram.size(); i++) {
                text.append(i > 0 ? "," : "")
                        .append(text(histogram.edge(i)))
                        .append('=')
                        .append(histogram.atMost(i));
            }
        } else if (values instanceof Samples samples) {
            text.append('v');
            double[] sorted = samples.sorted();
            for (int i = 0; i < sorted.length; i++) {
                text.append(i > 0 ? "," : "").append(text(sorted[i]));
            }
        } else if (!isPlain(arm)) {
            text.append('s').append(text(arm.sum())).append(',').append(text(arm.sumOfSquares()));
        }
    }

    private static String text(double number) {
        return NumberOutput.toString(number, true);
    }

    private static double number(String text) {
        return NumberInput.parseDouble(text, true);
    }

    static Arm read(Arm counts, String text) {
        if (text.isEmpty()) {
            return counts;
        }
        String[] parts = text.length() == 1 ? new String[0] : text.substring(1).split(",", -1);
        return switch (text.charAt(0)) {
            case 's' -> new Arm(counts.units(), counts.bad(), number(parts[0]), number(parts[1]), null);
            case 'h' -> with(counts, histogram(parts, counts.units()));
            case 'v' -> Arm.of(samples(parts));
            default -> throw new IllegalArgumentException("not the text of an arm: " + text.charAt(0));
        };
    }

    private static Arm with(Arm counts, @Nullable Distribution values) {
        return new Arm(counts.units(), counts.bad(), 0, 0, values);
    }

    private static Histogram histogram(String[] parts, long total) {
        double[] edges = new double[parts.length];
        long[] atMost = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int equal = parts[i].indexOf('=');
            edges[i] = number(parts[i].substring(0, equal));
            atMost[i] = Long.parseLong(parts[i].substring(equal + 1));
        }
        return new Histogram(edges, atMost, total);
    }

    private static Samples samples(String[] parts) {
        double[] values = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            values[i] = number(parts[i]);
        }
        return new Samples(values);
    }
}
