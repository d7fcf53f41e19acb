// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import java.util.Locale;
import java.util.Optional;

/** The tests, by the names under which one can ask for them. */
public enum TestKind {
    /** Two proportions at any rate, stratified by bucket. */
    SAFE_2X2,
    /** Whose is the next bad unit: rates and rare errors. */
    CONDITIONAL,
    /** The share of bad units, one observation a bucket, with a control of the same size. */
    SHARE_BET,
    /** The difference of rates, one observation a bucket, with a control of any size. */
    BUCKET_ASYMPCS,
    /** A known rate, no control. */
    BASELINE,
    /** The maximised sequential probability ratio against a known mean, up to a horizon. */
    MAXSPRT,
    /** Means per unit, by asymptotic confidence sequences. */
    ASYMPCS,
    /** A quantile of raw values. */
    QUANTILE_AB,
    /** The whole distribution, from histograms or raw values of one stage. */
    DISTRIBUTION,
    /** The split of units between arms. */
    MULTINOMIAL_SRM,
    /** Ranks of raw values, once; for comparison. */
    MANN_WHITNEY,
    /** Two proportions or means, once; for comparison. */
    Z,
    /** Two proportions or means at looks that are planned, by a spending function. */
    GROUP_SEQUENTIAL,
    /** The burn of an error budget in several windows. */
    BURN,
    /** A plain limit, which is no test. */
    LIMIT;

    /** Returns the name as people write it, {@code safe-2x2}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the test of a name, empty when there is none. */
    public static Optional<TestKind> of(String word) {
        for (TestKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
