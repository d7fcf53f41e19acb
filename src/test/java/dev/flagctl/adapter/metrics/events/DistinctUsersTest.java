// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.ValueBudget;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who are met again and again. */
final class DistinctUsersTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 40, 5_000})
    void each_counts_once_at_the_earliest_meeting(int number) {
        DistinctUsers users = new DistinctUsers();
        for (int round = 2; round >= 0; round--) {
            for (int i = 0; i < number; i++) {
                char[] id = ("user-" + i).toCharArray();
                users.met(
                        DistinctUsers.hash(id, 0, id.length),
                        START.plusSeconds(60L * round).toEpochMilli());
            }
        }

        MetricQuery query = new MetricQuery(null, "production", "checkout", "on", "off", START, START.plusSeconds(600));
        QueryTally tally = new QueryTally(query, Duration.ofMinutes(1), new ValueBudget());
        tally.exists("on");
        users.addTo(tally, true);
        BucketSeries series = tally.series(START.plusSeconds(600), DataState.OK, "", List.of());

        assertThat(series.buckets()).extracting(Bucket::start).containsExactly(START);
        assertThat(series.buckets().get(0).treatment().units()).isEqualTo(number);
    }
}
