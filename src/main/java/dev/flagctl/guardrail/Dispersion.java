// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.util.List;

/**
 * How much more the split of bad units varies than it would if they were independent: phi is 1 for independent ones and the size of a burst for
 * bursts.
 *
 * <p>phi = mean of (xB - rho x)² / (x rho (1 - rho)) over pairs with at least 5 bad units. A pair is both arms of a bucket when both had the same
 * variant then, else a bucket of the control and the next one: shocks that last less than a bucket then count as bursts, which is the careful side.
 *
 * @param phi NaN while there are too few pairs
 * @param pairs how many pairs it rests on
 */
record Dispersion(double phi, int pairs) {

    /** From here on, tests that take bad units for independent are not to be trusted. */
    static final double BURSTS = 1.5;

    static final int MIN_PAIRS = 10;
    static final int MIN_BAD = 5;

    /** Measures both arms of buckets in which they had the same variant. */
    static Dispersion ofArms(List<Bucket> same) {
        return sum(same, true);
    }

    /** Measures the control of buckets from before the rollout; an earlier attempt may have left a treatment there, which says nothing. */
    static Dispersion ofControl(List<Bucket> before) {
        return sum(before, false);
    }

    boolean isKnown() {
        return pairs >= MIN_PAIRS;
    }

    boolean isBursty() {
        return isKnown() && phi > BURSTS;
    }

    private static Dispersion sum(List<Bucket> before, boolean arms) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i + 1 < before.size() || (arms && i < before.size()); i += arms ? 1 : 2) {
            Arm a = before.get(i).control();
            Arm b = arms ? before.get(i).treatment() : before.get(i + 1).control();
            double bad = (double) a.bad() + b.bad();
            if (a.units() > 0 && b.units() > 0 && bad >= MIN_BAD) {
                double rho = b.units() / ((double) a.units() + b.units());
                double off = b.bad() - rho * bad;
                sum += off * off / (bad * rho * (1 - rho));
                pairs++;
            }
        }
        return new Dispersion(pairs < MIN_PAIRS ? Double.NaN : sum / pairs, pairs);
    }
}
