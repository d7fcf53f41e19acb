// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Metric;
import dev.flagctl.model.MetricKind;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the samples of one query into aligned buckets, and says at the end which of them are closed. */
public final class QueryTally {

    /** Buckets are kept in pages: samples come nearly in order of time, and users in none at all. */
    private static final int PAGE_BITS = 6;

    private static final int COUNTS = 4;
    private static final String VARIANTS = "write the names that the manifest gives its variants";
    private static final int TREATMENT = 2;

    private final MetricQuery query;
    private final Duration bucket;
    private final long length;
    private final long from;
    private final long to;
    private final Map<Long, long[]> pages = new TreeMap<>();
    private final ValueBuckets values;
    private final ValueBudget budget;
    private final boolean keeps;
    private final FoundVariants variants;
    private final List<String> warnings = new ArrayList<>();
    private boolean exists;
    private boolean overspent;
    private long lastPage = Long.MIN_VALUE;
    private long[] last = {};

    /**
     * Begins with no samples.
     *
     * @param bucket length of the buckets
     * @param budget how many values may be kept, over all queries of a reading
     */
    public QueryTally(MetricQuery query, Duration bucket, ValueBudget budget) {
        this.query = query;
        this.bucket = bucket;
        this.budget = budget;
        this.variants = new FoundVariants(query);
        Metric metric = query.metric();
        this.keeps = metric != null && metric.kind() == MetricKind.QUANTILE;
        this.values = new ValueBuckets(bucket, keeps);
        this.length = bucket.toMillis();
        this.from = Math.floorDiv(query.from().toEpochMilli() + length - 1, length) * length;
        this.to = Math.floorDiv(query.to().toEpochMilli(), length) * length;
    }

    public MetricQuery query() {
        return query;
    }

    /** Notes that the series is there, whether or not any of its samples counts, and of which variant; empty when it names none. */
    public void exists(String variant) {
        exists = true;
        variants.met(variant);
    }

    /** Notes what a reader of the evidence should know. */
    public void warn(String warning) {
        warnings.add(warning);
    }

    /** Tells whether a time, in milliseconds since the epoch, lies in a whole bucket of the window. */
    public boolean covers(long millis) {
        return millis >= from && millis < to;
    }

    /** Adds units of an arm at a time that is covered. */
    public void add(long millis, boolean treatment, long units, long bad) {
        long index = Math.floorDiv(millis, length);
        if (index >> PAGE_BITS != lastPage) {
            lastPage = index >> PAGE_BITS;
            last = pages.computeIfAbsent(lastPage, page -> new long[COUNTS << PAGE_BITS]);
        }
        int at = (int) (index - (lastPage << PAGE_BITS)) * COUNTS + (treatment ? TREATMENT : 0);
        last[at] += units;
        last[at + 1] += bad;
    }

    /** Adds the value of one unit of an arm at a time that is covered; a quantile keeps it, anything else sums it up. */
    public void addValue(long millis, boolean treatment, double value) {
        if (!keeps || spend()) {
            values.at(start(millis), treatment).add(value);
        }
    }

    /** Adds values of an arm, at a time that is covered, that were summed up before. */
    public void addSums(long millis, boolean treatment, long units, double sum, double sumOfSquares) {
        values.at(start(millis), treatment).add(units, sum, sumOfSquares);
    }

    /** Tells whether one more value may be kept; when none may, the query ends as an ERROR. */
    public boolean spend() {
        if (!overspent && !budget.spend()) {
            overspent = true;
            values.clear();
            warnings.add(0, budget.exceeded());
        }
        return !overspent;
    }

    /** Returns the start of the bucket of a time. */
    public long start(long millis) {
        return Math.floorDiv(millis, length) * length;
    }

    /**
     * Returns the closed buckets.
     *
     * @param closed everything before it is closed; buckets that end after it are left out
     * @param state what is wrong with the source as a whole, or OK
     * @param asked the query in words
     * @param source what the source as a whole warns of
     */
    public BucketSeries series(Instant closed, DataState state, String asked, List<String> source) {
        long limit = Math.min(to, Math.floorDiv(closed.toEpochMilli(), length) * length);
        List<Bucket> buckets = buckets(limit);
        buckets.addAll(values.until(limit));
        DataState known = state(state, limit, buckets);
        List<String> all = new ArrayList<>(source);
        all.addAll(warnings);
        variants.otherwise(VARIANTS).ifPresent(words -> all.add(0, words));
        // What was counted before something went wrong is a part, and nobody knows which.
        return new BucketSeries(
                known == DataState.ERROR ? List.of() : buckets,
                Instant.ofEpochMilli(Math.max(limit, from)),
                known,
                asked,
                all);
    }

    private List<Bucket> buckets(long limit) {
        List<Bucket> buckets = new ArrayList<>();
        pages.forEach((page, counts) -> {
            for (int i = 0; i < counts.length; i += COUNTS) {
                long start = ((page << PAGE_BITS) + i / COUNTS) * length;
                if (counts[i] + counts[i + TREATMENT] > 0 && start + length <= limit) {
                    Arm control = Arm.of(counts[i], counts[i + 1]);
                    Arm treatment = Arm.of(counts[i + TREATMENT], counts[i + TREATMENT + 1]);
                    buckets.add(new Bucket(Instant.ofEpochMilli(start), bucket, control, treatment));
                }
            }
        });
        return buckets;
    }

    private DataState state(DataState source, long limit, List<Bucket> buckets) {
        if (source == DataState.ERROR || overspent) {
            return DataState.ERROR;
        }
        if (!exists || variants.otherwise(VARIANTS).isPresent()) {
            return DataState.NO_DATA;
        }
        // Before the first bucket is closed nobody can say that nobody came.
        return source == DataState.OK && buckets.isEmpty() && limit > from ? DataState.NO_TRAFFIC : source;
    }
}
