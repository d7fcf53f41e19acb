// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query made ready for lines: plain exposures count distinct users, a metric counts its outcomes and the bad ones among them.
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
    private final @Nullable String problem;
    private final DistinctUsers control = new DistinctUsers();
    private final DistinctUsers treatment = new DistinctUsers();
    private long incomparable;

    private EventQuery(
            MetricQuery query,
            QueryTally tally,
            @Nullable String event,
            @Nullable BadWhen bad,
            @Nullable String problem) {
        this.query = query;
        this.tally = tally;
        this.event = event;
        this.bad = bad;
        this.problem = problem;
    }

    static EventQuery of(MetricQuery query, Duration exposureBucket, Attributes attributes) {
        attributes.expect(query.flagKey());
        attributes.expect(query.treatment());
        attributes.expect(query.control());
        Metric metric = query.metric();
        if (metric == null) {
            return new EventQuery(query, new QueryTally(query, exposureBucket), null, null, null);
        }
        Object events = metric.settings().get("events");
        Object event = events instanceof Map<?, ?> map ? map.get("event") : null;
        BadWhen bad = events instanceof Map<?, ?> map ? BadWhen.of(map.get("bad"), attributes) : null;
        String problem =
                event instanceof String && bad != null && metric.measure().countsBad()
                        ? null
                        : !metric.measure().countsBad()
                                ? "events gives units and bad units, which is not what " + metric.name() + " needs"
                                : "metric " + metric.name()
                                        + " does not say which events are bad: write events: {event: NAME, bad: "
                                        + "{attribute: NAME, at-least: 500}}";
        return new EventQuery(
                query, new QueryTally(query, metric.bucket()), event instanceof String s ? s : "", bad, problem);
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
        tally.exists();
        String variant = line.variant();
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
        }
        return null;
    }

    BucketSeries answer(Instant closed, DataState state, String place, List<String> warnings) {
        treatment.addTo(tally, true);
        control.addTo(tally, false);
        if (incomparable > 0 && bad != null) {
            tally.warn(String.format(
                    Locale.ROOT,
                    "%,d outcomes without a comparable \"%s\" count as not bad",
                    incomparable,
                    bad.attribute()));
        }
        return tally.series(closed, state, asked(place), warnings);
    }

    private String asked(String place) {
        String arms = query.flagKey() + " " + query.treatment() + "/" + query.control() + " in " + place;
        if (event == null) {
            return "users who met " + arms;
        }
        return event + (bad == null ? "" : " bad when " + bad.attribute() + " " + words(bad)) + " of " + arms;
    }

    private static String words(BadWhen bad) {
        return bad.operator().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + String.join(", ", bad.texts());
    }
}
