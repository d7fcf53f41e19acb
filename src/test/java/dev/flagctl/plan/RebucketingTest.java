// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RebucketingTest {

    /**
     * The places of both hashes are p and p/2 for half of the users, p and 1 - p/2 for the others: of these nobody keeps the feature up to a share s of two
     * thirds, and (3s - 2)/s of them above it. So a half moves, then (1 - s)/s.
     */
    @ParameterizedTest
    @CsvSource({"5, 0.5", "25, 0.5", "60, 0.5", "75, 0.3333", "90, 0.1111"})
    void between_the_engines_of_flagd_those_are_counted_whom_both_hashes_place_otherwise(int percent, double expected) {
        FlagState serves = serves(percent);

        double forth = Rebucketing.movedByAnotherEngine("flagd-fractional-v1", FlagdBucketing.V2, "checkout", serves);
        double back = Rebucketing.movedByAnotherEngine("flagd-fractional-v2", FlagdBucketing.V1, "checkout", serves);

        // 500 users at 5 %: one standard deviation is 2.2 points.
        assertThat(forth).isCloseTo(expected, within(0.07));
        assertThat(back).isCloseTo(expected, within(0.07));
    }

    @Test
    void a_hash_that_nobody_knows_any_more_is_taken_for_an_unrelated_one() {
        double moved = Rebucketing.movedByAnotherEngine("flagd-of-long-ago", FlagdBucketing.V2, "checkout", serves(10));

        assertThat(moved).isCloseTo(0.9, within(1e-9));
    }

    private static FlagState serves(int percent) {
        return new FlagState(
                Map.of("on", true, "off", false),
                "on",
                "off",
                Exposure.of(Audience.EVERYONE, Percent.of(percent)),
                "targetingKey",
                "checkout");
    }
}
