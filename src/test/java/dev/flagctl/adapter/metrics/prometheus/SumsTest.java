// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

final class SumsTest {

    @Test
    void series_add_up_bucket_by_bucket_and_are_counted() {
        Sums sums = new Sums(3);

        sums.add(0, 5);
        sums.add(0, 7);
        sums.add(2, 0);

        assertThat(sums.sum(0)).isEqualTo(12);
        assertThat(sums.series(0)).isEqualTo(2);
        assertThat(sums.has(1)).isFalse();
        assertThat(sums.has(2)).as("a sample of nothing is a sample").isTrue();
    }

    @Test
    void a_part_is_added_where_it_begins_with_its_restarts() {
        Sums part = new Sums(2);
        part.add(0, 3);
        part.add(1, 4);
        part.restarted(1);
        Sums all = new Sums(4);
        all.add(2, 10);

        all.addAll(2, part);

        assertThat(all.sum(2)).isEqualTo(13);
        assertThat(all.series(2)).isEqualTo(2);
        assertThat(all.sum(3)).isEqualTo(4);
        assertThat(all.restarts()).isEqualTo(BitSet.valueOf(new long[] {0b1000}));
        assertThat(all.has(0)).isFalse();
    }

    @Test
    void no_series_have_nothing_in_any_bucket() {
        assertThat(Sums.NONE.has(7)).isFalse();
        assertThat(Sums.NONE.sum(7)).isZero();
    }
}
