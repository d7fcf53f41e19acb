// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flagctl.contract.MetricSourceContract;
import dev.flagctl.model.Arm;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricUnit;
import dev.flagctl.model.Samples;
import dev.flagctl.model.SourceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values are kept in bounded memory, over all queries of a reading: too many are an error, not a part of them. */
final class ValueBudgetTest {

    private static final Instant CLOSED = MetricSourceContract.at(60);

    private static QueryTally tally(Measure measure, ValueBudget budget) {
        Metric metric = new Metric("m", measure, null, Duration.ofMinutes(1), Map.of(), "", SourceRef.NONE);
        QueryTally tally = new QueryTally(
                MetricSourceContract.query(metric, "checkout", MetricSourceContract.at(50), CLOSED),
                metric.bucket(),
                budget);
        tally.exists("on");
        return tally;
    }

    private static void add(QueryTally tally, int values) {
        for (int i = 0; i < values; i++) {
            tally.addValue(MetricSourceContract.at(50).toEpochMilli(), true, i);
        }
    }

    private static BucketSeries end(QueryTally tally) {
        return tally.series(CLOSED, DataState.OK, "asked", List.of());
    }

    @Test
    void quantiles_share_what_may_be_kept_and_the_one_that_goes_beyond_it_is_an_error() {
        ValueBudget budget = new ValueBudget(5);
        QueryTally one = tally(Measure.quantile(0.5, false, MetricUnit.REQUEST), budget);
        QueryTally other = tally(Measure.quantile(0.5, false, MetricUnit.REQUEST), budget);

        add(one, 3);
        add(other, 3);

        assertThat(end(one).buckets())
                .singleElement()
                .satisfies(bucket -> assertThat(bucket.treatment()).isEqualTo(Arm.of(new Samples(0, 1, 2))));
        assertThat(end(other).state()).isEqualTo(DataState.ERROR);
        assertThat(end(other).buckets()).isEmpty();
        assertThat(end(other).warnings().get(0)).startsWith("more than 5 values would have to be kept in memory");
    }

    @Test
    void answers_of_rows_share_it_as_well() throws Exception {
        ValueBudget budget = new ValueBudget(3);
        AnswerWindow window = AnswerWindow.of(
                tally(Measure.quantile(0.5, false, MetricUnit.REQUEST), budget).query(), CLOSED);
        Map<String, Object> row = Map.of("bucket", MetricSourceContract.at(50), "arm", "on", "value", 1.5);
        AnswerBuckets one = new AnswerBuckets(window, budget);
        AnswerBuckets other = new AnswerBuckets(window, budget);

        one.take(new MapRow(row));
        one.take(new MapRow(row));
        other.take(new MapRow(row));

        assertThatThrownBy(() -> other.take(new MapRow(row)))
                .isInstanceOf(WrongAnswerException.class)
                .hasMessageContaining("more than 3 values would have to be kept in memory");
        assertThat(one.buckets()).hasSize(1);
    }

    private record MapRow(Map<String, Object> values) implements AnswerRow {

        @Override
        public boolean has(String column) {
            return values.containsKey(column);
        }

        @Override
        public Object value(String column) {
            return values.get(column);
        }
    }

    @Test
    void sums_keep_nothing() {
        QueryTally mean = tally(Measure.mean(false, MetricUnit.REQUEST), new ValueBudget(0));

        add(mean, 1000);

        assertThat(end(mean).buckets())
                .singleElement()
                .satisfies(bucket -> assertThat(bucket.treatment()).isEqualTo(Arm.ofSums(1000, 499_500, 332_833_500)));
    }
}
