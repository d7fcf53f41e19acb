// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Bucket;
import java.time.Instant;
import java.util.List;

/**
 * Bad units of the treatment beyond those that the control had beside it: the sum over buckets of x_B - n_B x_A / n_A, in which drift and ramps
 * cancel.
 */
final class ExtraBad {

    private ExtraBad() {}

    /**
     * Returns how many there were from a time on, 0 when the treatment had fewer than the control. A bucket without a control says nothing: what the
     * treatment would have had without the rollout is not known there.
     */
    static double since(Instant from, List<Bucket> buckets) {
        double extra = 0;
        for (Bucket bucket : buckets) {
            if (!bucket.start().isBefore(from) && bucket.control().units() > 0) {
                double rate = bucket.control().bad() / (double) bucket.control().units();
                extra += bucket.treatment().bad() - rate * bucket.treatment().units();
            }
        }
        return counted(extra);
    }

    /** Returns the same beside a rate that is known. */
    static double beside(double rate, List<Bucket> buckets) {
        double extra = 0;
        for (Bucket bucket : buckets) {
            extra += bucket.treatment().bad() - rate * bucket.treatment().units();
        }
        return counted(extra);
    }

    /** To a millionth: what is left over of fractions that cancel is no unit. */
    private static double counted(double extra) {
        return Math.max(0, Math.rint(extra * 1e6) / 1e6);
    }
}
