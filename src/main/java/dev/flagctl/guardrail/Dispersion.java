// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import java.util.List;

/**
 * How much more the split of bad units varies than it would if they were independent: phi is 1 for independent ones and the size of a burst for
 * bursts.
 *
 * <p>phi = mean of (xB - rho x)² / (x rho (1 - rho)) over pairs. A pair is both arms of a block of buckets when both had the same variant then, else a
 * block of the control and the next one: shocks that both arms would share then count as bursts, which is the careful side.
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

    /** Blocks of so many buckets that a pair has 5 bad units in the mean; the mean of phi is 1 whatever a pair has. */
    private static Dispersion sum(List<Bucket> buckets, boolean arms) {
        double all = 0;
        for (Bucket bucket : buckets) {
            all += bucket.control().bad() + (arms ? (double) bucket.treatment().bad() : 0);
        }
        if (all == 0) {
            return new Dispersion(Double.NaN, 0);
        }
        int sides = arms ? 1 : 2;
        int width = (int) Math.max(1, Math.ceil(MIN_BAD * (double) buckets.size() / all / sides));
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i + sides * width <= buckets.size(); i += sides * width) {
            Arm a = block(buckets, i, width, false);
            Arm b = arms ? block(buckets, i, width, true) : block(buckets, i + width, width, false);
            double bad = (double) a.bad() + b.bad();
            if (a.units() > 0 && b.units() > 0 && bad > 0) {
                double rho = b.units() / ((double) a.units() + b.units());
                double off = b.bad() - rho * bad;
                sum += off * off / (bad * rho * (1 - rho));
                pairs++;
            }
        }
        return new Dispersion(pairs < MIN_PAIRS ? Double.NaN : sum / pairs, pairs);
    }

    private static Arm block(List<Bucket> buckets, int from, int width, boolean treatment) {
        long units = 0;
        long bad = 0;
        for (int i = from; i < from + width; i++) {
            Arm arm = treatment ? buckets.get(i).treatment() : buckets.get(i).control();
            units += arm.units();
            bad += arm.bad();
        }
        return Arm.of(units, bad);
    }
}
