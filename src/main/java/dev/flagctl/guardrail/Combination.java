// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weighted mean of the e-values of several guardrails, followed along the time they share. */
final class Combination {

    private final double limit;
    private final int tests;
    private final List<String> metrics = new ArrayList<>();
    private final List<EvidencePath> paths = new ArrayList<>();
    private double maxLogE;
    private @Nullable Instant failedAt;
    private double[] atFailure = {};

    Combination(double alpha, int tests) {
        this.limit = -StrictMath.log(alpha);
        this.tests = tests;
    }

    void add(String metric, EvidencePath path) {
        metrics.add(metric);
        paths.add(path);
    }

    /** Walks through the ends of all buckets in order of time; buckets of different lengths meet where they end together. */
    void run() {
        int[] next = new int[paths.size()];
        double[] logE = new double[paths.size()];
        Instant at = earliest(next);
        while (at != null) {
            for (int g = 0; g < next.length; g++) {
                EvidencePath path = paths.get(g);
                while (next[g] < path.size() && !path.end(next[g]).isAfter(at)) {
                    logE[g] = path.counted(next[g]++);
                }
            }
            double mean = logMean(logE);
            maxLogE = Math.max(maxLogE, mean);
            if (mean >= limit && failedAt == null) {
                failedAt = at;
                atFailure = logE.clone();
            }
            at = earliest(next);
        }
    }

    boolean failed() {
        return failedAt != null;
    }

    double maxLogE() {
        return maxLogE;
    }

    @Nullable
    Instant failedAt() {
        return failedAt;
    }

    /** Returns the metrics whose evidence spoke for harm at the failure and is not enough alone. */
    List<String> suspected(List<Evidence> evidence) {
        List<String> suspected = new ArrayList<>();
        for (int g = 0; g < atFailure.length; g++) {
            if (atFailure[g] > 0 && !stopsAlone(metrics.get(g), evidence)) {
                suspected.add(metrics.get(g));
            }
        }
        return suspected;
    }

    private static boolean stopsAlone(String metric, List<Evidence> evidence) {
        for (Evidence each : evidence) {
            if (each.metric().equals(metric) && each.stops()) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Instant earliest(int[] next) {
        Instant earliest = null;
        for (int g = 0; g < next.length; g++) {
            EvidencePath path = paths.get(g);
            if (next[g] < path.size() && (earliest == null || path.end(next[g]).isBefore(earliest))) {
                earliest = path.end(next[g]);
            }
        }
        return earliest;
    }

    private double logMean(double[] logE) {
        double max = logE[0];
        for (double l : logE) {
            max = Math.max(max, l);
        }
        double sum = 0;
        for (double l : logE) {
            sum += StrictMath.exp(l - max);
        }
        return max + StrictMath.log(sum / tests);
    }
}
