// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Joins what a source says of a matched control with what it says of everybody else.
 *
 * <p>A control group is as young as its rollout. How bad units vary, which chooses the test, is known from everybody else before; and the error budget
 * of a service is used by all of its users.
 */
final class MatchedSeries {

    private MatchedSeries() {}

    /**
     * Returns the comparison with the matched control, and with everybody else in the buckets that closed before the rollout. Without an answer about these
     * nobody knows which test fits, so nothing is compared until there is one again.
     *
     * @param attempt start of the rollout
     */
    static BucketSeries before(BucketSeries control, BucketSeries rest, Instant attempt) {
        if (rest.state() == DataState.ERROR) {
            return new BucketSeries(
                    List.of(), control.watermark(), DataState.ERROR, rest.missing(), rest.query(), rest.warnings());
        }
        List<Bucket> joined = new ArrayList<>();
        for (Bucket bucket : rest.buckets()) {
            if (!bucket.end().isAfter(attempt)) {
                joined.add(bucket);
            }
        }
        for (Bucket bucket : control.buckets()) {
            if (bucket.end().isAfter(attempt)) {
                joined.add(bucket);
            }
        }
        return with(control, joined, control);
    }

    /** Returns all users: the treatment, and everybody else in either group. The worse of both states holds, for either may lack a part. */
    static BucketSeries whole(BucketSeries control, BucketSeries rest) {
        Map<Instant, Bucket> joined = new TreeMap<>();
        control.buckets().forEach(bucket -> joined.put(bucket.start(), bucket));
        for (Bucket bucket : rest.buckets()) {
            joined.merge(bucket.start(), bucket, MatchedSeries::sum);
        }
        return with(control, List.copyOf(joined.values()), control.state() == DataState.OK ? rest : control);
    }

    /** Both were asked for the treatment, which is the same in both. */
    private static Bucket sum(Bucket control, Bucket rest) {
        Duration length = control.length();
        return new Bucket(control.start(), length, control.control().plus(rest.control()), control.treatment());
    }

    private static BucketSeries with(BucketSeries series, List<Bucket> buckets, BucketSeries state) {
        return new BucketSeries(
                buckets, series.watermark(), state.state(), state.missing(), series.query(), series.warnings());
    }
}
