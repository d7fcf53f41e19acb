// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import static dev.flagctl.contract.MetricSourceContract.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which queries are asked together. */
final class PromGroupsTest {

    private final List<String> refused = new ArrayList<>();

    private List<PromGroups.Group> groups(List<MetricQuery> asked) {
        PromSettings settings = new PromSettings(
                new Labels("flag", "variant", "", Map.of()),
                "",
                new Freshness(Duration.ofSeconds(10), Duration.ofMinutes(15)),
                Duration.ofDays(7));
        return new PromGroups(settings, at(60))
                .of(asked, (index, reason) -> refused.add(index + ": " + reason.sentence()));
    }

    private static Metric metric(String name, String units) {
        Map<String, Object> selectors = Map.of("units", units, "bad", units + "{code=\"500\"}");
        return new Metric(
                name, Measure.RATIO, null, Duration.ofMinutes(1), Map.of("prometheus", selectors), "", SourceRef.NONE);
    }

    private static MetricQuery query(Metric metric, String environment, String flag, Instant from) {
        return new MetricQuery(metric, environment, flag, "on", "off", from, at(60));
    }

    private static List<Integer> places(PromGroups.Group group) {
        return group.wishes().stream().map(PromGroups.Wish::index).sorted().toList();
    }

    @Test
    void what_reads_the_same_series_of_one_environment_is_asked_together() {
        Metric errors = metric("errors", "requests_total");
        Metric same = metric("also-errors", "requests_total");
        Metric other = metric("others", "others_total");

        List<PromGroups.Group> groups = groups(List.of(
                query(errors, "production", "a", at(0)),
                query(other, "production", "a", at(0)),
                query(same, "production", "b", at(0)),
                query(errors, "staging", "a", at(0)),
                query(errors, "production", "c", at(0))));

        assertThat(groups).extracting(PromGroupsTest::places).containsExactly(List.of(0, 2, 4), List.of(1), List.of(3));
    }

    @Test
    void no_group_has_more_flags_than_a_query_may_name() {
        Metric errors = metric("errors", "requests_total");
        List<MetricQuery> asked = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            asked.add(query(errors, "production", "flag-" + i, at(0)));
            asked.add(query(errors, "production", "flag-" + i, at(0)));
        }

        List<PromGroups.Group> groups = groups(asked);

        assertThat(groups).extracting(group -> group.wishes().size()).containsExactly(400, 400, 100);
    }

    @Test
    void a_long_window_does_not_make_short_ones_be_read_over_as_long() {
        Metric errors = metric("errors", "requests_total");

        List<PromGroups.Group> groups = groups(List.of(
                query(errors, "production", "a", at(0)),
                query(errors, "production", "old", at(60).minus(Duration.ofDays(14))),
                query(errors, "production", "b", at(20)),
                query(errors, "production", "c", at(50))));

        assertThat(groups).extracting(PromGroupsTest::places).containsExactly(List.of(1), List.of(0, 2), List.of(3));
    }

    @Test
    void windows_of_many_buckets_are_asked_of_fewer_flags_at_once() {
        Metric errors = metric("errors", "requests_total");
        List<MetricQuery> asked = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            asked.add(query(errors, "production", "flag-" + i, at(60).minus(Duration.ofDays(7))));
        }

        List<PromGroups.Group> groups = groups(asked);

        // 7 days are 10,080 minutes.
        assertThat(groups).extracting(group -> group.wishes().size()).containsExactly(49, 11);
    }

    @Test
    void what_nothing_is_known_to_be_asked_for_is_refused_and_the_rest_is_asked() {
        Metric none = metric("none", "rate(requests_total[5m])");
        Metric errors = metric("errors", "requests_total");

        List<PromGroups.Group> groups =
                groups(List.of(query(none, "production", "a", at(0)), query(errors, "production", "a", at(0))));

        assertThat(groups).extracting(PromGroupsTest::places).containsExactly(List.of(1));
        assertThat(refused).hasSize(1).first().asString().startsWith("0: ").contains("no plain selector");
    }
}
