// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Samples;
import java.util.Arrays;

/** Gathers the values of one arm in one bucket: their sums, and the values themselves where those are asked for, in 8 to 16 bytes each. */
public final class ValueTally {

    private final boolean keeps;
    private double[] values = {};
    private int kept;
    private long units;
    private double sum;
    private double sumOfSquares;

    /**
     * Begins with no values.
     *
     * @param keeps whether the values themselves are needed
     */
    public ValueTally(boolean keeps) {
        this.keeps = keeps;
    }

    public void add(double value) {
        units++;
        if (!keeps) {
            sum += value;
            sumOfSquares += value * value;
            return;
        }
        if (kept == values.length) {
            values = Arrays.copyOf(values, Math.max(8, kept * 2));
        }
        values[kept++] = value;
    }

    /** Returns the values with their sums, or the sums alone. */
    public Arm arm() {
        if (units == 0) {
            return Arm.EMPTY;
        }
        return keeps ? Arm.of(new Samples(Arrays.copyOf(values, kept))) : Arm.ofSums(units, sum, sumOfSquares);
    }
}
