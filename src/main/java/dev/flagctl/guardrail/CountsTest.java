// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;

/** A test that looks at nothing of a bucket but its units and bad units. */
interface CountsTest extends SequentialTest {

    @Override
    default void add(Bucket bucket) {
        Arm control = bucket.control();
        Arm treatment = bucket.treatment();
        add((double) control.units(), (double) control.bad(), (double) treatment.units(), (double) treatment.bad());
    }

    /** Adds the counts of the next bucket, those of the control first. */
    void add(double controlUnits, double controlBad, double units, double bad);
}
