// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.TelemetryFiles;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.port.Check;
import dev.flagctl.port.Checkable;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.MetricSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads exposures and outcomes from files of JSON lines; all queries of a call share one pass over each file. */
final class EventsMetricSource implements MetricSource, Checkable {

    private final TelemetryFiles files;
    private final Freshness freshness;
    private final Clock clock;

    EventsMetricSource(TelemetryFiles files, Freshness freshness, Clock clock) {
        this.files = files;
        this.freshness = freshness;
        this.clock = clock;
    }

    @Override
    public List<BucketSeries> read(List<MetricQuery> queries) {
        Instant now = clock.instant();
        Map<Path, List<MetricQuery>> places = new LinkedHashMap<>();
        for (MetricQuery query : queries) {
            places.computeIfAbsent(files.of(query.environment()), place -> new ArrayList<>())
                    .add(query);
        }
        Map<Path, List<BucketSeries>> read = new HashMap<>();
        places.forEach((place, asked) -> read.put(place, new EventScan(files, place, freshness, now, asked).run()));
        Map<Path, Integer> taken = new HashMap<>();
        List<BucketSeries> answers = new ArrayList<>(queries.size());
        for (MetricQuery query : queries) {
            Path place = files.of(query.environment());
            answers.add(read.getOrDefault(place, List.of()).get(taken.merge(place, 1, Integer::sum) - 1));
        }
        return answers;
    }

    @Override
    public List<Check> check() {
        return files.check();
    }

    @Override
    public void close() {
        // Files are open only while they are read.
    }
}
