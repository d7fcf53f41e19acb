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
 * @param query what was asked, in the source's own language, for the evidence
 * @param warnings what the source said beside its answer
 */
public record BucketSeries(
        List<Bucket> buckets, Instant watermark, DataState state, String query, List<String> warnings) {

    public BucketSeries {
        buckets = List.copyOf(buckets);
        warnings = List.copyOf(warnings);
    }
}
