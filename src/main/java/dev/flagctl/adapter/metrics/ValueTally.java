// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Samples;
import java.util.Arrays;

/** Gathers the values of one arm in one bucket: their sums, and the values themselves where those are asked for, in 8 to 16 bytes each. */
final class ValueTally {

    private final boolean keeps;
    private double[] values = {};
    private int kept;
    private long units;
    private double sum;
    private double sumOfSquares;

    /** @param keeps whether the values themselves are needed */
    ValueTally(boolean keeps) {
        this.keeps = keeps;
    }

    void add(double value) {
        if (!keeps) {
            add(1, value, value * value);
            return;
        }
        units++;
        if (kept == values.length) {
            values = Arrays.copyOf(values, Math.max(8, kept * 2));
        }
        values[kept++] = value;
    }

    /** Adds values that were summed up before. */
    void add(long more, double moreSum, double moreSquares) {
        units += more;
        sum += moreSum;
        sumOfSquares += moreSquares;
    }

    /** Returns the values with their sums, or the sums alone. */
    Arm arm() {
        if (units == 0) {
            return Arm.EMPTY;
        }
        return keeps ? Arm.of(new Samples(Arrays.copyOf(values, kept))) : Arm.ofSums(units, sum, sumOfSquares);
    }
}
