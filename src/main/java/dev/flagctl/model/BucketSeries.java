// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.time.Instant;
import java.util.List;

/**
 * What a metric source answers: closed buckets in order, and what it knows about them.
 *
 * @param buckets aligned, not overlapping, rising; an absent bucket is one of no traffic
 * @param watermark everything before it is closed
 * @param state the state of the data as the source sees it
 * @param missing which arm a state other than OK is about; BOTH when the source cannot tell
 * @param query what was asked, in the source's own language, for the evidence
 * @param warnings what the source said beside its answer
 */
public record BucketSeries(
        List<Bucket> buckets,
        Instant watermark,
        DataState state,
        Missing missing,
        String query,
        List<String> warnings) {

    public BucketSeries {
        buckets = List.copyOf(buckets);
        warnings = List.copyOf(warnings);
    }

    /** Makes an answer whose state is about both arms. */
    public BucketSeries(List<Bucket> buckets, Instant watermark, DataState state, String query, List<String> warnings) {
        this(buckets, watermark, state, Missing.BOTH, query, warnings);
    }
}
