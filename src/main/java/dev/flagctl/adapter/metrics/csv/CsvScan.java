// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.TelemetryFiles;
import dev.flagctl.adapter.metrics.TimeText;
import dev.flagctl.adapter.metrics.Unreadable;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.port.MetricQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One pass over the files of a place, for all queries at once. */
final class CsvScan {

    static final List<String> COLUMNS = List.of("time", "metric", "flag", "variant", "units", "bad");
    /** What the column {@code metric} says of rows that count users, not outcomes. */
    static final String EXPOSURES = "exposures";

    private final TelemetryFiles files;
    private final Path place;
    private final Freshness freshness;
    private final Instant now;
    private final Map<MetricQuery, QueryTally> tallies = new LinkedHashMap<>();
    private final Map<String, List<QueryTally>> bySeries = new HashMap<>();
    private final Unreadable unreadable = new Unreadable();
    private final List<String> unfinished = new ArrayList<>();
    private final TimeText times = new TimeText();
    private long newest = TimeText.NOT_A_TIME;

    CsvScan(TelemetryFiles files, Path place, Freshness freshness, Instant now) {
        this.files = files;
        this.place = place;
        this.freshness = freshness;
        this.now = now;
    }

    void ask(MetricQuery query) {
        Metric metric = query.metric();
        if (!tallies.containsKey(query)) {
            QueryTally tally = new QueryTally(query, metric == null ? Freshness.EXPOSURE_BUCKET : metric.bucket());
            tallies.put(query, tally);
            bySeries.computeIfAbsent(series(metricName(query), query.flagKey()), key -> new ArrayList<>())
                    .add(tally);
        }
    }

    Map<MetricQuery, BucketSeries> run() {
        String failure = null;
        try {
            for (Path file : files.list(place)) {
                read(file);
            }
        } catch (IOException e) {
            failure = files.failure(place, e);
        }
        Map<MetricQuery, BucketSeries> answers = new HashMap<>();
        for (Map.Entry<MetricQuery, QueryTally> each : tallies.entrySet()) {
            answers.put(each.getKey(), answer(each.getKey(), each.getValue(), failure));
        }
        return answers;
    }

    private void read(Path file) throws IOException {
        String name = files.name(file);
        try (CsvLines lines = new CsvLines(file)) {
            String header = lines.next();
            if (header == null) {
                return;
            }
            if (!COLUMNS.equals(header(header, name))) {
                throw new IOException("the header of " + name + " must be " + String.join(",", COLUMNS));
            }
            String line;
            while ((line = lines.next()) != null) {
                String problem = line.isBlank() ? null : take(line);
                if (problem == null) {
                    unreadable.read();
                } else {
                    unreadable.add(name + " line " + lines.number(), problem);
                }
            }
            if (lines.unfinished()) {
                unfinished.add("the last line of " + name + " has no end yet and is not read");
            }
        }
    }

    private static List<String> header(String line, String name) throws IOException {
        try {
            return CsvRow.split(line.startsWith("\uFEFF") ? line.substring(1) : line);
        } catch (IllegalArgumentException e) {
            throw new IOException("the header of " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private @Nullable String take(String line) {
        List<String> row;
        long units;
        long bad;
        try {
            row = CsvRow.split(line);
            if (row.size() != COLUMNS.size()) {
                return row.size() + " columns instead of " + COLUMNS.size();
            }
            units = Long.parseLong(row.get(4));
            bad = Long.parseLong(row.get(5));
        } catch (NumberFormatException e) {
            return "units and bad must be whole numbers";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        char[] text = row.get(0).toCharArray();
        long time = times.millis(text, 0, text.length);
        if (time == TimeText.NOT_A_TIME) {
            return "no time such as 2026-11-23T13:02:00Z";
        }
        if (units < 0 || bad < 0 || (bad > units && !isRate(row))) {
            return "bad must be between 0 and units";
        }
        count(row, time, units, bad);
        return null;
    }

    /** Events of a rate may be more than its exposure. */
    private boolean isRate(List<String> row) {
        for (QueryTally tally : bySeries.getOrDefault(series(row.get(1), row.get(2)), List.of())) {
            Metric metric = tally.query().metric();
            if (metric != null && metric.kind() == MetricKind.RATE) {
                return true;
            }
        }
        return false;
    }

    private void count(List<String> row, long time, long units, long bad) {
        if (time <= now.toEpochMilli()) {
            newest = Math.max(newest, time);
        }
        for (QueryTally tally : bySeries.getOrDefault(series(row.get(1), row.get(2)), List.of())) {
            tally.exists();
            boolean treated = row.get(3).equals(tally.query().treatment());
            if (tally.covers(time)
                    && (treated || row.get(3).equals(tally.query().control()))) {
                tally.add(time, treated, units, bad);
            }
        }
    }

    private BucketSeries answer(MetricQuery query, QueryTally tally, @Nullable String failure) {
        Instant closed = freshness.watermark(now);
        DataState state = unreadable.state();
        List<String> warnings = new ArrayList<>(unreadable.warnings());
        warnings.addAll(unfinished);
        Metric metric = query.metric();
        String broken = failure == null && metric != null && !metric.measure().countsBad()
                ? "csv gives units and bad units, which is not what " + metric.name() + " needs"
                : failure;
        if (broken != null) {
            warnings.add(0, broken);
            state = DataState.ERROR;
        } else if (state != DataState.ERROR && newest != TimeText.NOT_A_TIME) {
            // A row stands for its whole bucket, from its time on.
            Instant last = Instant.ofEpochMilli(newest).plus(Freshness.EXPOSURE_BUCKET);
            if (freshness.stale(last, now)) {
                closed = last;
                state = DataState.STALE;
            }
        }
        String asked = metricName(query) + " of " + query.flagKey() + " " + query.treatment() + "/" + query.control()
                + " in " + files.name(place);
        return tally.series(closed, state, asked, warnings);
    }

    /** Returns {@code csv: {metric: NAME}} of a metric, or its own name. */
    private static String metricName(MetricQuery query) {
        Metric metric = query.metric();
        if (metric == null) {
            return EXPOSURES;
        }
        return metric.settings().get("csv") instanceof Map<?, ?> csv && csv.get("metric") instanceof String name
                ? name
                : metric.name();
    }

    private static String series(String metric, String flag) {
        return metric + '\n' + flag;
    }
}
