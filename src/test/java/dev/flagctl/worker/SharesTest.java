// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Places that environments share: nobody takes the last ones of the others. */
final class SharesTest {

    private static final List<String> BOTH = List.of("fast", "slow");

    @Test
    void an_environment_that_is_alone_may_take_all() {
        Shares shares = new Shares(1000);

        assertThat(shares.room("slow", List.of("slow"))).isEqualTo(1000);
    }

    @Test
    void the_part_of_another_one_is_left_to_it() {
        Shares shares = new Shares(1000);

        assertThat(shares.room("slow", BOTH)).isEqualTo(750);
        shares.take("slow", 750);

        assertThat(shares.room("slow", BOTH)).isZero();
        assertThat(shares.room("fast", BOTH)).isEqualTo(250);
    }

    @Test
    void what_another_one_has_taken_of_its_part_is_not_kept_twice() {
        Shares shares = new Shares(1000);
        shares.take("fast", 250);

        assertThat(shares.room("slow", BOTH)).isEqualTo(750);
    }

    @Test
    void a_place_that_is_given_back_can_be_taken_again() {
        Shares shares = new Shares(3);
        shares.take("slow", 2);
        assertThat(shares.room("slow", BOTH)).isZero();

        assertThat(shares.giveBack("slow")).isEqualTo(1);

        assertThat(shares.room("slow", BOTH)).isEqualTo(1);
    }

    @Test
    void there_may_be_more_places_later() {
        Shares shares = new Shares(2);
        shares.take("slow", 1);
        shares.take("fast", 1);

        shares.grow(4);

        assertThat(shares.room("slow", BOTH)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1000,2", "1000,7", "3,2", "33,32", "32,40", "5,9"})
    void whoever_has_none_finds_one_as_long_as_there_are_places_for_all(int places, int number) {
        List<String> environments =
                IntStream.range(0, number).mapToObj(i -> "environment-" + i).toList();
        Shares shares = new Shares(places);
        Random random = new Random(7);
        int taken = 0;

        for (int i = 0; i < 10_000; i++) {
            String environment = environments.get(random.nextInt(number - 1));
            int some = Math.min(1 + random.nextInt(10), shares.room(environment, environments));
            shares.take(environment, some);
            taken += some;
            assertThat(taken).isLessThanOrEqualTo(places);
        }

        String last = environments.get(number - 1);
        assertThat(shares.room(last, environments) > 0)
                .as("all others took what they got")
                .isEqualTo(places >= number);
    }
}
