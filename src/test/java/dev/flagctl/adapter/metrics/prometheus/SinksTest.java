// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static dev.flagctl.adapter.metrics.prometheus.GivenSeries.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is kept of answers whose values are of no interest: the newest time, and the flags. */
final class SinksTest {

    @Test
    void the_newest_time_is_the_largest_of_all_series_and_steps() {
        Newest newest = new Newest();

        newest.take(GivenSeries.of("", "", NONE, 1_795_523_000.25, 1_795_522_000));
        newest.take(GivenSeries.of("", "", 1_795_521_000, NONE, NONE));

        assertThat(newest.time()).hasValue(Instant.ofEpochMilli(1_795_523_000_250L));
    }

    @Test
    void there_is_no_newest_time_of_nothing() {
        Newest newest = new Newest();
        assertThat(newest.time()).isEmpty();

        newest.take(GivenSeries.of("", "", NONE, NONE));

        assertThat(newest.time()).as("steps without a sample").isEmpty();
    }

    @Test
    void flags_are_there_by_their_label() {
        FlagsThere there = new FlagsThere("flag");
        assertThat(there.any()).isFalse();

        there.take(GivenSeries.of("checkout", "on", NONE));

        assertThat(there.any()).isTrue();
        assertThat(there.has("checkout")).isTrue();
        assertThat(there.has("search")).isFalse();
    }

    @Test
    void a_series_without_the_label_is_of_no_flag_but_there() {
        FlagsThere there = new FlagsThere("flag");

        there.take(GivenSeries.of("", "", 1));

        assertThat(there.any()).isTrue();
        assertThat(there.has("checkout")).isFalse();
    }
}
