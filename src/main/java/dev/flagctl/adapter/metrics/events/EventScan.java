// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.TelemetryFiles;
import dev.flagctl.adapter.metrics.TimeText;
import dev.flagctl.adapter.metrics.Unreadable;
import dev.flagctl.adapter.metrics.ValueBudget;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.port.MetricQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pass over the files of a place, for all queries at once. */
final class EventScan {

    private final TelemetryFiles files;
    private final Path place;
    private final Freshness freshness;
    private final Instant now;
    private final Attributes attributes = new Attributes();
    private final List<EventQuery> queries = new ArrayList<>();
    private final Map<String, List<EventQuery>> byFlag = new HashMap<>();
    private final Unreadable unreadable = new Unreadable();
    private final long nowMillis;
    private long newest = TimeText.NOT_A_TIME;

    EventScan(TelemetryFiles files, Path place, Freshness freshness, Instant now, List<MetricQuery> asked) {
        this.files = files;
        this.place = place;
        this.freshness = freshness;
        this.now = now;
        this.nowMillis = now.toEpochMilli();
        ValueBudget budget = new ValueBudget();
        for (MetricQuery query : asked) {
            EventQuery compiled = EventQuery.of(query, Freshness.EXPOSURE_BUCKET, attributes, budget);
            queries.add(compiled);
            byFlag.computeIfAbsent(query.flagKey(), key -> new ArrayList<>()).add(compiled);
        }
    }

    List<BucketSeries> run() {
        String failure = null;
        try {
            for (Path file : files.list(place)) {
                new EventLines(file, files.name(file), unreadable).read(attributes, this::take);
            }
        } catch (IOException e) {
            failure = files.failure(place, e);
        }
        List<BucketSeries> answers = new ArrayList<>(queries.size());
        for (EventQuery query : queries) {
            answers.add(answer(query, failure));
        }
        return answers;
    }

    /** Counts one line; says what is wrong with it, or null. */
    private @Nullable String take() {
        long time = attributes.millis();
        if (time > newest && time <= nowMillis) {
            newest = time;
        }
        String flag = attributes.text(Attributes.FLAG);
        List<EventQuery> concerned = flag == null ? null : byFlag.get(flag);
        if (concerned == null) {
            return null;
        }
        if (time == TimeText.NOT_A_TIME) {
            return "no \"time\" such as 2026-11-23T13:02:11Z";
        }
        String problem = null;
        for (int i = 0; i < concerned.size(); i++) {
            String found = concerned.get(i).take(attributes, time);
            problem = found == null ? problem : found;
        }
        return problem;
    }

    private BucketSeries answer(EventQuery query, @Nullable String failure) {
        Instant closed = freshness.watermark(now);
        DataState state = unreadable.state();
        List<String> warnings = new ArrayList<>(unreadable.warnings());
        String broken = failure == null ? query.problem() : failure;
        if (broken != null) {
            warnings.add(0, broken);
            state = DataState.ERROR;
        } else if (state != DataState.ERROR && newest != TimeText.NOT_A_TIME) {
            Instant last = Instant.ofEpochMilli(newest);
            if (freshness.stale(last, now)) {
                // What a source that has stopped would have said later is not known: only what it reached is closed.
                closed = last;
                state = DataState.STALE;
            }
        }
        return query.answer(closed, state, files.name(place), warnings);
    }
}
