// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

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

/** Reads counted rows from CSV files; all queries of a call share one pass over each file. */
final class CsvMetricSource implements MetricSource, Checkable {

    private final TelemetryFiles files;
    private final Freshness freshness;
    private final Clock clock;

    CsvMetricSource(TelemetryFiles files, Freshness freshness, Clock clock) {
        this.files = files;
        this.freshness = freshness;
        this.clock = clock;
    }

    @Override
    public List<BucketSeries> read(List<MetricQuery> queries) {
        Instant now = clock.instant();
        Map<Path, CsvScan> scans = new LinkedHashMap<>();
        for (MetricQuery query : queries) {
            scans.computeIfAbsent(files.of(query.environment()), place -> new CsvScan(files, place, freshness, now))
                    .ask(query);
        }
        Map<MetricQuery, BucketSeries> answers = new HashMap<>();
        scans.values().forEach(scan -> answers.putAll(scan.run()));
        List<BucketSeries> inOrder = new ArrayList<>(queries.size());
        for (MetricQuery query : queries) {
            inOrder.add(answers.get(query));
        }
        return inOrder;
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
