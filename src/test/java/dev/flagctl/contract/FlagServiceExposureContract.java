// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What users get of a flag service, asked of the vendor's own SDK or engine. */
public interface FlagServiceExposureContract {

    int USERS = 10_000;

    List<String> REGIONS = List.of("eu-west", "us-east", "ap-south");

    FlagScope SHOP = new FlagScope(
            new Environment("production", "flags", null, false, REGIONS, null),
            Map.of(
                    "employees",
                    new Cohort(
                            "employees",
                            true,
                            List.of(new Condition("email", Operator.ENDS_WITH, List.of("@shop.example")))),
                    "beta",
                    new Cohort(
                            "beta",
                            false,
                            List.of(
                                    new Condition("plan", Operator.IN, List.of("beta", "early")),
                                    new Condition("age", Operator.AT_LEAST, List.of(99L))))),
            "region");

    /** Every tenth is an employee, every fourth in the beta, a third in each region. */
    List<Map<String, Object>> CONTEXTS = IntStream.range(0, USERS)
            .mapToObj(i -> Map.<String, Object>of(
                    "targetingKey",
                    "user-" + i,
                    "email",
                    "u" + i + (i % 10 == 0 ? "@shop.example" : "@mail.example"),
                    "plan",
                    i % 8 == 0 ? "beta" : "basic",
                    "age",
                    i % 8 == 4 ? 99 : 30,
                    "region",
                    REGIONS.get(i % 3)))
            .toList();

    /** Opens the flag service of this test. At first it has no flag. */
    FlagService open();

    /** Evaluates a flag that is true for users within the exposure, for each context. */
    List<Boolean> evaluate(String flagKey, List<Map<String, Object>> contexts);

    /** Returns the state of the flag of this contract. */
    static FlagState exposing(Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", exposure, "targetingKey", "checkout");
    }

    static Exposure share(@Nullable String cohort, @Nullable String region, int percent) {
        return Exposure.of(new Audience(cohort, region), Percent.of(percent));
    }

    @Test
    default void each_stage_reaches_its_share_adds_to_the_one_before_and_is_the_same_after_a_rollback() {
        List<Exposure> stages = new ArrayList<>();
        stages.add(share("employees", null, 100));
        stages.add(stages.get(0).union(share(null, null, 1)));
        stages.add(stages.get(1).union(share(null, "eu-west", 10)));
        stages.add(stages.get(2).union(share("beta", "us-east", 50)));
        for (int percent : new int[] {10, 25, 50, 75, 99, 100}) {
            stages.add(stages.get(3).union(share(null, null, percent)));
        }
        List<BitSet> reached = new ArrayList<>();
        Exposure now = Exposure.NONE;
        change(null, now);
        assertThat(treated().cardinality()).isZero();
        for (Exposure stage : stages) {
            change(now, stage);
            BitSet users = treated();

            assertThat(users.cardinality() * 100.0 / USERS).as("%s", stage).isCloseTo(expected(stage), within(1.5));
            if (!reached.isEmpty()) {
                BitSet lost = (BitSet) reached.get(reached.size() - 1).clone();
                lost.andNot(users);
                assertThat(lost.cardinality())
                        .as("users lost on the way to %s", stage)
                        .isZero();
            }
            reached.add(users);
            now = stage;
        }

        for (int back : new int[] {6, 3, 0}) {
            change(now, stages.get(back));
            now = stages.get(back);
            assertThat(treated()).as("back to %s", now).isEqualTo(reached.get(back));
        }
        change(now, Exposure.NONE);
        assertThat(treated().cardinality()).isZero();
    }

    @Test
    default void who_is_in_several_audiences_gets_the_largest_of_their_shares() {
        change(
                null,
                share("beta", null, 50)
                        .union(share(null, "eu-west", 80))
                        .union(share("employees", "us-east", 100))
                        .union(share(null, null, 5)));

        BitSet users = treated();

        assertThat(part(users, i -> i % 12 == 0)).isCloseTo(80, within(5.0));
        assertThat(part(users, i -> i % 4 == 0 && i % 3 == 2)).isCloseTo(50, within(5.0));
        assertThat(part(users, i -> i % 3 == 0 && i % 4 != 0)).isCloseTo(80, within(3.0));
        assertThat(part(users, i -> i % 10 == 0 && i % 3 == 1)).isEqualTo(100);
        assertThat(part(users, i -> i % 4 != 0 && i % 3 == 2 && i % 10 != 0)).isCloseTo(5, within(2.0));
    }

    @Test
    default void the_places_that_it_declares_are_those_of_the_engine() {
        try (FlagService flags = open()) {
            change(null, share(null, null, 30));

            BitSet users = treated();

            for (int i = 0; i < USERS; i++) {
                double place = flags.capabilities().bucketing().place("checkout", "checkout", "user-" + i);
                assertThat(users.get(i)).as("user-%d at %s", i, place).isEqualTo(place < 0.3);
            }
        }
    }

    @Test
    default void users_without_a_unit_get_full_shares_and_no_others() {
        List<Map<String, Object>> strangers =
                List.of(Map.of("plan", "basic"), Map.of("email", "ann@shop.example"), Map.of("region", "eu-west"));
        change(null, share(null, null, 99));
        assertThat(evaluate("checkout", strangers)).containsOnly(false);

        change(share(null, null, 99), Exposure.NONE);
        assertThat(evaluate("checkout", strangers)).containsOnly(false);
    }

    private void change(@Nullable Exposure before, Exposure after) {
        try (FlagService flags = open()) {
            FlagWrite write = new FlagWrite(
                    FlagServiceContract.spec("checkout"), before == null ? null : exposing(before), exposing(after));
            assertThat(flags.write(SHOP, List.of(write)).get(0).failure()).isNull();
        }
    }

    private BitSet treated() {
        List<Boolean> results = evaluate("checkout", CONTEXTS);
        BitSet users = new BitSet();
        for (int i = 0; i < USERS; i++) {
            users.set(i, results.get(i));
        }
        return users;
    }

    private static double part(BitSet users, IntPredicate of) {
        int all = 0;
        int exposed = 0;
        for (int i = 0; i < USERS; i++) {
            if (of.test(i)) {
                all++;
                exposed += users.get(i) ? 1 : 0;
            }
        }
        return exposed * 100.0 / all;
    }

    /** Returns the share of all users that an exposure means, by who is in which audience and gets the largest of their shares. */
    private static double expected(Exposure exposure) {
        double sum = 0;
        for (int i = 0; i < USERS; i++) {
            double largest = 0;
            for (var slice : exposure.slices()) {
                String cohort = slice.audience().cohort();
                String region = slice.audience().region();
                boolean inside = (cohort == null || (cohort.equals("employees") ? i % 10 == 0 : i % 4 == 0))
                        && (region == null || region.equals(REGIONS.get(i % 3)));
                largest = inside ? Math.max(largest, slice.percent().fraction()) : largest;
            }
            sum += largest;
        }
        return sum * 100 / USERS;
    }
}
