// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a matched control keeps, over many seeded ramps, rollbacks and caps. */
final class MatchedControlTest {

    private static final int SLOTS = 1000;
    private static final int RAMPS = 300;

    private static final List<Map<String, Object>> USERS =
            List.of(Map.of(), Map.of("staff", true), Map.of("region", "eu"), Map.of("staff", true, "region", "eu"));

    private static final Map<String, Cohort> COHORTS =
            Map.of("staff", new Cohort("staff", true, List.of(new Condition("staff", Operator.EQUALS, List.of(true)))));

    private static FlagState state(Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("control", false);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", "control", exposure, "targetingKey", "s");
    }

    private static FlagState state(double percent) {
        return state(Exposure.of(Percent.of(percent)));
    }

    private static Percent share(FlagState state, Map<String, Object> user) {
        return state.exposure().shareFor(user, COHORTS, "region");
    }

    private static String variant(FlagState state, Map<String, Object> user, int slot) {
        return state.variantAt(slot / (double) SLOTS, share(state, user));
    }

    private static Exposure random(SplittableRandom random) {
        Exposure exposure = Exposure.of(new Percent(1000 * random.nextInt(101)));
        if (random.nextBoolean()) {
            exposure = exposure.union(Exposure.of(Audience.cohort("staff"), new Percent(1000 * random.nextInt(101))));
        }
        return random.nextInt(3) > 0
                ? exposure
                : exposure.union(Exposure.of(Audience.region("eu"), new Percent(1000 * random.nextInt(101))));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 10", "49.9, 49.9", "50, 50", "75, 25", "99.999, 0.001"})
    void the_control_is_as_large_as_the_treatment_or_takes_what_is_left(double percent, double control) {
        assertThat(Percent.of(percent).matched()).isEqualTo(Percent.of(control));
    }

    @Test
    void the_treatment_has_the_first_slots_the_control_the_last_and_the_rest_what_is_between() {
        FlagState tenth = state(10);
        FlagState most = state(75);

        assertThat(List.of(0, 99, 100, 899, 900, 999))
                .extracting(slot -> variant(tenth, Map.of(), slot))
                .containsExactly("on", "on", "off", "off", "control", "control");
        assertThat(List.of(0, 749, 750, 999))
                .extracting(slot -> variant(most, Map.of(), slot))
                .containsExactly("on", "on", "control", "control");
    }

    @Test
    void the_parts_of_a_share_are_who_gets_what_in_the_order_of_the_slots() {
        for (int percent = 0; percent <= 100; percent++) {
            for (FlagState state : List.of(state(percent), state(percent).withoutControl())) {
                List<String> laid = new ArrayList<>();
                ShareParts parts = ShareParts.of(state, Percent.of(percent));
                for (ShareParts.Part part : parts.parts()) {
                    laid.addAll(Collections.nCopies(part.size().thousandths() / 100, part.variant()));
                }

                assertThat(laid).hasSize(SLOTS);
                for (int slot = 0; slot < SLOTS; slot++) {
                    assertThat(laid.get(slot)).as("%s at %d", state, slot).isEqualTo(variant(state, Map.of(), slot));
                }
                assertThat(parts.isMatched("on", "off", "control")).isEqualTo(state.control() != null);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void a_ramp_takes_nobody_the_treatment_and_nobody_out_of_the_control_before_a_half(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int ramp = 0; ramp < RAMPS; ramp++) {
            FlagState before = state(random(random));
            FlagState after = state(before.exposure().union(random(random)));
            for (Map<String, Object> user : USERS) {
                boolean grows = share(after, user).compareTo(Percent.of(50.0)) <= 0;
                for (int slot = 0; slot < SLOTS; slot++) {
                    String was = variant(before, user, slot);
                    String is = variant(after, user, slot);
                    if (was.equals("on") || (was.equals("control") && grows)) {
                        assertThat(is)
                                .as("%d of %s: %s to %s", slot, user, before, after)
                                .isEqualTo(was);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void a_rollback_and_a_cap_take_the_last_of_both_arms_first_and_the_same_ramp_brings_the_same_users_back(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int ramp = 0; ramp < RAMPS; ramp++) {
            FlagState high = state(random(random));
            FlagState low = high.withExposure(high.exposure().cappedBy(random(random)));
            for (Map<String, Object> user : USERS) {
                boolean grew = share(high, user).compareTo(Percent.of(50.0)) <= 0;
                for (int slot = 0; slot < SLOTS; slot++) {
                    String then = variant(low, user, slot);
                    if (then.equals("on") || (then.equals("control") && grew)) {
                        assertThat(variant(high, user, slot))
                                .as("%d of %s: %s back to %s", slot, user, high, low)
                                .isEqualTo(then);
                    }
                }
            }
        }
    }

    @Test
    void both_arms_are_of_the_same_size_for_every_share_up_to_a_half() {
        for (int percent = 1; percent <= 100; percent++) {
            FlagState state = state(percent);
            List<String> given = new ArrayList<>();
            for (int slot = 0; slot < SLOTS; slot++) {
                given.add(variant(state, Map.of(), slot));
            }

            long treated = given.stream().filter("on"::equals).count();
            long control = given.stream().filter("control"::equals).count();

            assertThat(treated).isEqualTo(10L * percent);
            assertThat(control).as("%d%%", percent).isEqualTo(Math.min(treated, SLOTS - treated));
        }
    }

    @Test
    void where_everybody_or_nobody_is_exposed_there_is_nobody_to_compare_with() {
        assertThat(state(100).control()).isNull();
        assertThat(state(0).control()).isNull();
        assertThat(state(Exposure.of(Audience.cohort("staff"), Percent.ALL)).control())
                .isNull();
        assertThat(state(40).control()).isEqualTo("control");
        assertThat(state(40).withExposure(Exposure.NONE)).isEqualTo(state(0));
    }

    @Test
    void a_flag_with_a_control_group_is_not_one_without() {
        assertThat(state(10)).isNotEqualTo(state(10).withoutControl());
        assertThat(state(100)).isEqualTo(state(100).withoutControl());
    }

    @Test
    void a_control_that_is_no_third_variant_is_a_bug() {
        assertThatThrownBy(() -> state(10).withRest("control")).isInstanceOf(IllegalArgumentException.class);
    }
}
