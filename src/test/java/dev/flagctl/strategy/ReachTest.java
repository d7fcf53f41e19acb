// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static dev.flagctl.strategy.Samples.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Population;
import dev.flagctl.model.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReachTest {

    private static final Population SHOP = new Population(
            100_000, Map.of("employees", 2_000L, "beta", 5_000L), Map.of("eu-west", 40_000L, "us-east", 50_000L), null);
    private static final Slice EMPLOYEES = new Slice(Audience.cohort("employees"), Percent.ALL);

    @Test
    void a_cohort_counts_only_beyond_the_share_of_everybody() {
        Exposure exposure = exposure(EMPLOYEES, new Slice(Audience.EVERYONE, percent("10")));

        // 10,000 of everybody, of whom 200 are employees; 1,800 employees more.
        assertThat(Reach.of(exposure, SHOP)).isEqualTo(new Reach(11_800, true, List.of()));
    }

    @Test
    void regions_are_disjoint_so_that_their_sum_is_exact() {
        Exposure exposure = exposure(
                new Slice(Audience.region("eu-west"), percent("50")),
                new Slice(Audience.region("us-east"), percent("10")),
                new Slice(Audience.EVERYONE, percent("1")));

        assertThat(Reach.of(exposure, SHOP)).isEqualTo(new Reach(1_000 + 19_600 + 4_500, true, List.of()));
    }

    @Test
    void overlaps_that_nobody_stated_make_an_upper_bound() {
        Exposure cohorts = exposure(EMPLOYEES, new Slice(Audience.cohort("beta"), percent("50")));
        Exposure within = exposure(new Slice(new Audience("beta", "eu-west"), Percent.ALL));

        assertThat(Reach.of(cohorts, SHOP)).isEqualTo(new Reach(4_500, false, List.of()));
        assertThat(Reach.of(within, SHOP)).isEqualTo(new Reach(5_000, false, List.of()));
    }

    @Test
    void an_audience_of_unknown_size_is_named_and_not_guessed() {
        Exposure exposure = exposure(
                new Slice(Audience.region("ap-south"), percent("10")),
                new Slice(Audience.cohort("press"), Percent.ALL),
                new Slice(Audience.EVERYONE, percent("1")));

        assertThat(Reach.of(exposure, SHOP)).isEqualTo(new Reach(1_000, false, List.of("press", "10% in ap-south")));
        assertThat(Reach.of(exposure, null)).isEqualTo(new Reach(0, false, List.of("press", "10% in ap-south", "1%")));
    }

    @Test
    void nobody_is_nobody_even_without_a_population() {
        assertThat(Reach.of(Exposure.NONE, null)).isEqualTo(new Reach(0, true, List.of()));
    }

    @Test
    void a_cohort_that_is_stated_larger_than_everybody_is_cut_to_everybody() {
        Population odd = new Population(100, Map.of("employees", 5_000L), Map.of(), null);

        assertThat(Reach.of(exposure(EMPLOYEES), odd).users()).isEqualTo(100);
    }

    @Test
    void it_is_never_below_the_expected_number_of_users_and_equal_where_it_says_so() {
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Audience> users = users(random);
            Exposure exposure = exposure(slices(random));

            Reach reach = Reach.of(exposure, population(users));

            double expected = 0;
            for (Audience user : users) {
                expected += exposure.shareOf(user).fraction();
            }
            double rounding = 0.5 * exposure.slices().size() + 0.5;
            assertThat((double) reach.users())
                    .as("seed %d %s", seed, exposure)
                    .isGreaterThanOrEqualTo(expected - rounding);
            if (reach.exact()) {
                assertThat((double) reach.users())
                        .as("seed %d %s", seed, exposure)
                        .isLessThanOrEqualTo(expected + rounding);
            }
        }
    }

    private static Exposure exposure(Slice... slices) {
        return new Exposure(List.of(slices));
    }

    /** Draws users who are in one cohort and one region, or in none. */
    private static List<Audience> users(SplittableRandom random) {
        List<Audience> users = new ArrayList<>();
        for (int i = random.nextInt(1, 500); i > 0; i--) {
            users.add(new Audience(name(random, "employees", "beta"), name(random, "eu-west", "us-east")));
        }
        return users;
    }

    private static Slice[] slices(SplittableRandom random) {
        Slice[] slices = new Slice[random.nextInt(1, 6)];
        for (int i = 0; i < slices.length; i++) {
            Audience audience = new Audience(name(random, "employees", "beta"), name(random, "eu-west", "us-east"));
            slices[i] = new Slice(audience, new Percent(random.nextInt(100_001)));
        }
        return slices;
    }

    private static Population population(List<Audience> users) {
        Map<String, Long> cohorts = new HashMap<>(Map.of("employees", 0L, "beta", 0L));
        Map<String, Long> regions = new HashMap<>(Map.of("eu-west", 0L, "us-east", 0L));
        for (Audience user : users) {
            if (user.cohort() != null) {
                cohorts.merge(user.cohort(), 1L, Long::sum);
            }
            if (user.region() != null) {
                regions.merge(user.region(), 1L, Long::sum);
            }
        }
        return new Population(users.size(), cohorts, regions, null);
    }

    private static @Nullable String name(SplittableRandom random, String... names) {
        int choice = random.nextInt(names.length + 1);
        return choice == names.length ? null : names[choice];
    }
}
