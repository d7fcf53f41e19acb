// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.csv;

import dev.flagctl.adapter.metrics.CsvRow;
import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.QueryTally;
import dev.flagctl.adapter.metrics.TelemetryFiles;
import dev.flagctl.adapter.metrics.TimeText;
import dev.flagctl.adapter.metrics.Unreadable;
import dev.flagctl.adapter.metrics.csv.CsvHeader.Column;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One pass over the files of a place, for all queries at once. */
final class CsvScan {

    private static final String COLUMNS =
            "time,metric,flag,variant,units,bad, and sum,sum_of_squares or value where metrics need them";

    private final TelemetryFiles files;
    private final Path place;
    private final Freshness freshness;
    private final Instant now;
    private final CsvQueries queries = new CsvQueries();
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
        queries.ask(query);
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
        String failed = failure;
        queries.forEach((query, tally) -> answers.put(query, answer(query, tally, failed)));
        return answers;
    }

    private void read(Path file) throws IOException {
        String name = files.name(file);
        try (CsvLines lines = new CsvLines(file)) {
            String first = lines.next();
            if (first == null) {
                return;
            }
            CsvHeader header = header(first, name);
            String line;
            while ((line = lines.next()) != null) {
                String problem = line.isBlank() ? null : take(header, line, () -> name + " line " + lines.number());
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

    private static CsvHeader header(String line, String name) throws IOException {
        try {
            return CsvHeader.of(CsvRow.split(line.startsWith("\uFEFF") ? line.substring(1) : line));
        } catch (IllegalArgumentException e) {
            throw new IOException("the header of " + name + " must be " + COLUMNS + ": " + e.getMessage(), e);
        }
    }

    private @Nullable String take(CsvHeader header, String line, Supplier<String> where) {
        List<String> row;
        CsvCounts counts;
        try {
            row = CsvRow.split(line);
            if (row.size() != header.size()) {
                return row.size() + " columns instead of " + header.size();
            }
            counts = CsvCounts.of(header, row);
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        char[] text = header.cell(row, Column.TIME).toCharArray();
        long time = times.millis(text, 0, text.length);
        if (time == TimeText.NOT_A_TIME) {
            return "no time such as 2026-11-23T13:02:00Z";
        }
        List<QueryTally> asking = queries.asking(header.cell(row, Column.METRIC), header.cell(row, Column.FLAG));
        if (counts.hasMoreBadThanUnits() && !CsvQueries.isRate(asking)) {
            return "bad must be between 0 and units";
        }
        if (time <= now.toEpochMilli()) {
            newest = Math.max(newest, time);
        }
        queries.count(asking, header.cell(row, Column.VARIANT), time, counts, where);
        return null;
    }

    private BucketSeries answer(MetricQuery query, QueryTally tally, @Nullable String failure) {
        Instant closed = freshness.watermark(now);
        DataState state = unreadable.state();
        List<String> warnings = new ArrayList<>(unreadable.warnings());
        warnings.addAll(unfinished);
        String broken = failure == null ? queries.lacking(tally) : failure;
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
        String asked = CsvQueries.name(query) + " of " + query.flagKey() + " " + query.treatment() + "/"
                + query.control() + " in " + files.name(place);
        return tally.series(closed, state, asked, warnings);
    }
}
