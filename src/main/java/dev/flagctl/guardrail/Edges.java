// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Histogram;
import dev.flagctl.model.Measure;
import dev.flagctl.model.MetricKind;
import java.util.ArrayList;
import java.util.List;

/** Counts what is above the edge of a share-above metric where a source gave histograms or values. */
final class Edges {

    private Edges() {}

    /** Returns the series with counts; one that says ERROR when the edge is none of the histogram: between two edges nothing is known. */
    static BucketSeries counted(BucketSeries series, Measure measure) {
        if (measure.kind() != MetricKind.SHARE_ABOVE) {
            return series;
        }
        List<Bucket> buckets = new ArrayList<>(series.buckets().size());
        for (Bucket bucket : series.buckets()) {
            if (lacks(bucket.control(), measure.edge()) || lacks(bucket.treatment(), measure.edge())) {
                List<String> warnings = new ArrayList<>(series.warnings());
                warnings.add(measure.edge() + " is no edge of the histogram");
                return new BucketSeries(List.of(), series.watermark(), DataState.ERROR, series.query(), warnings);
            }
            buckets.add(new Bucket(
                    bucket.start(),
                    bucket.length(),
                    bucket.control().above(measure.edge()),
                    bucket.treatment().above(measure.edge())));
        }
        return new BucketSeries(
                buckets, series.watermark(), series.state(), series.missing(), series.query(), series.warnings());
    }

    private static boolean lacks(Arm arm, double edge) {
        return arm.distribution() instanceof Histogram histogram && !histogram.hasEdge(edge);
    }
}
