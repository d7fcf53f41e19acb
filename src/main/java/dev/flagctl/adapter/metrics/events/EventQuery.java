// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.ValueBudget;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query made ready for lines: plain exposures count distinct users, a metric counts its outcomes and the bad ones among them, or takes their values.
 *
 * <p>Distinct is meant within the window of the query: a user counts in the bucket of the first meeting with an arm at or after {@code from}, so that
 * the buckets add up to the number of users. One who met both arms counts in both.
 */
final class EventQuery {

    /** OpenTelemetry's name of an evaluation, and the name before semantic conventions 1.32. */
    private static final List<String> EVALUATION = List.of("feature_flag.evaluation", "feature_flag");

    private final MetricQuery query;
    private final QueryTally tally;
    private final @Nullable String event;
    private final @Nullable BadWhen bad;
    private final @Nullable EventValue value;
    private final @Nullable String problem;
    private final DistinctUsers control = new DistinctUsers();
    private final DistinctUsers treatment = new DistinctUsers();
    private long incomparable;

    private EventQuery(
            MetricQuery query,
            QueryTally tally,
            @Nullable String event,
            @Nullable BadWhen bad,
            @Nullable EventValue value,
            @Nullable String problem) {
        this.query = query;
        this.tally = tally;
        this.event = event;
        this.bad = bad;
        this.value = value;
        this.problem = problem;
    }

    static EventQuery of(MetricQuery query, Duration exposureBucket, Attributes attributes, ValueBudget budget) {
        attributes.expect(query.flagKey());
        attributes.expect(query.treatment());
        attributes.expect(query.control());
        Metric metric = query.metric();
        if (metric == null) {
            return new EventQuery(query, new QueryTally(query, exposureBucket, budget), null, null, null, null);
        }
        QueryTally tally = new QueryTally(query, metric.bucket(), budget);
        Map<?, ?> events = metric.settings().get("events") instanceof Map<?, ?> map ? map : Map.of();
        String event = events.get("event") instanceof String name ? name : "";
        BadWhen bad = metric.measure().countsBad() ? BadWhen.of(events.get("bad"), attributes) : null;
        EventValue value = bad == null && EventValue.serves(metric.kind()) && events.get("value") instanceof String name
                ? new EventValue(name, attributes, metric, tally)
                : null;
        String problem = !event.isEmpty() && (bad != null || value != null) ? null : lacking(metric);
        return new EventQuery(query, tally, event, bad, value, problem);
    }

    private static String lacking(Metric metric) {
        String bad = "which events are bad: write events: {event: NAME, bad: {attribute: NAME, at-least: 500}}";
        String value = "where the value is: write events: {event: NAME, value: ATTRIBUTE}";
        return "metric " + metric.name() + " does not say "
                + (metric.measure().countsBad() ? bad : value)
                + (metric.kind() == MetricKind.SHARE_ABOVE ? ", or " + value : "");
    }

    /** Returns why the query can never be answered, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Counts the line at hand, which is about this flag; says what is wrong with it, or null. */
    @Nullable
    String take(Attributes line, long time) {
        String name = line.text(Attributes.EVENT);
        if (name == null || !(event == null ? EVALUATION.contains(name) : event.equals(name))) {
            return null;
        }
        String variant = line.variant();
        tally.exists(variant == null ? "" : variant);
        boolean treated = query.treatment().equals(variant);
        if (!tally.covers(time) || (!treated && !query.control().equals(variant))) {
            return null;
        }
        if (event == null) {
            if (!line.hasUser()) {
                return "an exposure without \"feature_flag.context.id\"";
            }
            (treated ? treatment : control).met(line.user(), time);
        } else if (bad != null) {
            boolean comparable = bad.comparable(line);
            incomparable += comparable ? 0 : 1;
            tally.add(time, treated, 1, comparable && bad.matches(line) ? 1 : 0);
        } else if (value != null) {
            value.take(line, time, treated);
        }
        return null;
    }

    BucketSeries answer(Instant closed, DataState state, String place, List<String> warnings) {
        treatment.addTo(tally, true);
        control.addTo(tally, false);
        DataState known = state;
        if (value != null) {
            value.end();
            known = state == DataState.OK ? value.state() : state;
        }
        if (incomparable > 0 && bad != null) {
            tally.warn(String.format(
                    Locale.ROOT,
                    "%,d outcomes without a comparable \"%s\" count as not bad",
                    incomparable,
                    bad.attribute()));
        }
        return tally.series(closed, known, asked(place), warnings);
    }

    private String asked(String place) {
        String arms = query.flagKey() + " " + query.treatment() + "/" + query.control() + " in " + place;
        if (event == null) {
            return "users who met " + arms;
        }
        String what = value == null ? event : value + " of " + event;
        return what + (bad == null ? "" : " bad when " + bad.attribute() + " " + words(bad)) + " of " + arms;
    }

    private static String words(BadWhen bad) {
        return bad.operator().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + String.join(", ", bad.texts());
    }
}
