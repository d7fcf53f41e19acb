// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.BucketSeries;
import java.util.List;

/**
 * A source of closed buckets per arm.
 *
 * <p>A source never throws for data that is missing, late or wrong: that is a state of the series. It names ERROR, with the reason among the
 * warnings, when it could not be asked.
 */
public interface MetricSource extends AutoCloseable {

    /** Answers all queries, in order, in as few calls as the source allows. Only buckets that end at or before the watermark are given. */
    List<BucketSeries> read(List<MetricQuery> queries);

    @Override
    void close();
}
