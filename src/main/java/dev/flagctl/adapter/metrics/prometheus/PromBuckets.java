// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the buckets of one query of what was gathered for its group. */
final class PromBuckets {

    private final PromQuestion question;
    private final Map<String, PromColumn> columns;
    private final Instant from;

    /** @param from start of the first bucket of the columns */
    PromBuckets(PromQuestion question, Map<String, PromColumn> columns, Instant from) {
        this.question = question;
        this.columns = columns;
        this.from = from;
    }

    /** Gives the buckets of a window in which somebody was met, and says for how many arms of buckets there were samples. */
    void give(MetricQuery query, AnswerWindow window, AnswerBuckets answer)
            throws NoAnswerException, WrongAnswerException {
        long length = question.bucket().toSeconds();
        int first = (int) ((window.from().getEpochSecond() - from.getEpochSecond()) / length);
        int last = (int) ((window.to().getEpochSecond() - from.getEpochSecond()) / length);
        PromArm control = PromArm.of(columns, query, query.control());
        PromArm treatment = PromArm.of(columns, query, query.treatment());
        PromArm.sameEdges(control, treatment);
        List<Bucket> buckets = new ArrayList<>(Math.max(0, last - first));
        long read = 0;
        for (int i = first; i < last; i++) {
            Instant start = from.plusSeconds(i * length);
            Arm controls = arm(control, i, query.control(), start);
            Arm treatments = arm(treatment, i, query.treatment(), start);
            read += (controls == null ? 0 : 1) + (treatments == null ? 0 : 1);
            if (met(controls) || met(treatments)) {
                buckets.add(new Bucket(
                        start,
                        window.bucket(),
                        controls == null ? Arm.EMPTY : controls,
                        treatments == null ? Arm.EMPTY : treatments));
            }
        }
        answer.takeAll(buckets, read);
    }

    private static @Nullable Arm arm(PromArm arm, int bucket, String name, Instant start) throws WrongAnswerException {
        try {
            return arm.at(bucket);
        } catch (WrongAnswerException e) {
            throw new WrongAnswerException("arm " + name + " of the bucket " + start + ": " + e.sentence());
        }
    }

    private static boolean met(@Nullable Arm arm) {
        return arm != null && (arm.units() > 0 || arm.bad() > 0);
    }
}
