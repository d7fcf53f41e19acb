// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import static dev.flagctl.guardrail.Given.repeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Bucket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RatioBoundTest {

    @Test
    void nothing_is_known_before_the_first_bad_unit() {
        assertThat(RatioBound.of(repeat(10, 100, 0, 100, 0), 0.05)).isEqualTo(Bound.NOTHING_KNOWN);
    }

    @Test
    void its_ends_are_where_the_evidence_reaches_the_threshold() {
        List<Bucket> buckets = repeat(60, 1000, 10, 500, 10);

        Bound bound = RatioBound.of(buckets, 0.05);

        assertThat(evidence(RatioTest.WORSE, bound.lower(), buckets)).isCloseTo(20, within(0.1));
        assertThat(evidence(RatioTest.BETTER, bound.upper(), buckets)).isCloseTo(20, within(0.1));
        assertThat(bound.lower()).isBetween(1.5, 2.0);
        assertThat(bound.upper()).isBetween(2.0, 2.6);
    }

    @Test
    void bad_units_of_one_arm_alone_bound_one_side() {
        Bound onlyTreatment = RatioBound.of(repeat(1, 100, 0, 100, 9), 0.05);
        Bound onlyControl = RatioBound.of(repeat(1, 100, 9, 100, 0), 0.05);

        assertThat(onlyTreatment.lower()).isGreaterThan(1);
        assertThat(onlyTreatment.upper()).isInfinite();
        assertThat(onlyControl.lower()).isZero();
        assertThat(onlyControl.upper()).isBetween(1.0, 5.0);
    }

    @Test
    void huge_counts_neither_overflow_nor_vanish() {
        Bound bound = RatioBound.of(repeat(100, 1_000_000_000, 10_000_000, 10_000_000, 200_000), 0.05);

        assertThat(bound.lower()).isBetween(1.5, 2.0);
        assertThat(bound.upper()).isBetween(2.0, 2.5);
    }

    private static double evidence(double[] grid, double r0, List<Bucket> buckets) {
        RatioTest test = new RatioTest(grid, r0);
        buckets.forEach(test::add);
        return Math.exp(test.logE());
    }
}
