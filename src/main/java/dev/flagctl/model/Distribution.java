// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The values of the units of an arm, counted between edges or each by itself. Immutable, equal by content. */
public sealed interface Distribution permits Histogram, Samples {

    /** Returns how many values there are. */
    long total();

    /** Returns how many values are not above a value; for a histogram the value must be one of its edges. */
    long atMost(double value);

    /**
     * Returns both together.
     *
     * @throws IllegalArgumentException when they are of different forms or have different edges
     */
    Distribution plus(Distribution other);
}
