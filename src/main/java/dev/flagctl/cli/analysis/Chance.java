// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import java.util.SplittableRandom;

/** Draws numbers as traffic makes them; equal seeds give equal numbers. */
final class Chance {

    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    double gaussian() {
        return random.nextGaussian();
    }

    /** Draws from the exponential distribution of a mean. */
    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    /** Draws bad units that come together in bursts of a mean size. */
    long bad(long units, double rate, double burst) {
        if (burst == 1) {
            return binomial(units, rate);
        }
        long bad = 0;
        for (long each = poisson(units * rate / burst); each > 0; each--) {
            bad += 1 + (long) Math.floor(Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / burst));
        }
        return Math.min(units, bad);
    }

    long poisson(double mean) {
        if (mean > 500) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        long count = 0;
        double limit = Math.exp(-mean);
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    long binomial(long n, double p) {
        if (p <= 0 || n <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        if (n * p * (1 - p) > 500) {
            long drawn = Math.round(n * p + Math.sqrt(n * p * (1 - p)) * random.nextGaussian());
            return Math.min(n, Math.max(0, drawn));
        }
        long successes = 0;
        double logQ = Math.log1p(-p);
        double at = Math.floor(Math.log(1 - random.nextDouble()) / logQ);
        while (at < n) {
            successes++;
            at += 1 + Math.floor(Math.log(1 - random.nextDouble()) / logQ);
        }
        return successes;
    }
}
