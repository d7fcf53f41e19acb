// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.Missing;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the buckets of one query of what was gathered for its group. */
final class PromBuckets {

    private final PromQuestion question;
    private final Map<String, PromColumn> columns;
    private final Labels labels;
    private final Instant from;

    /** @param from start of the first bucket of the columns */
    PromBuckets(PromQuestion question, Map<String, PromColumn> columns, Labels labels, Instant from) {
        this.question = question;
        this.columns = columns;
        this.labels = labels;
        this.from = from;
    }

    /**
     * Gives the buckets of a window in which somebody was met, and says for how many arms of buckets there were samples.
     *
     * @return what a reader of the evidence should know
     */
    List<String> give(MetricQuery query, AnswerWindow window, AnswerBuckets answer)
            throws NoAnswerException, WrongAnswerException {
        long length = question.bucket().toSeconds();
        int first = (int) ((window.from().getEpochSecond() - from.getEpochSecond()) / length);
        int last = (int) ((window.to().getEpochSecond() - from.getEpochSecond()) / length);
        MetricQuery named = labels.named(query);
        PromArm control = PromArm.of(columns, named, named.control());
        PromArm treatment = PromArm.of(columns, named, named.treatment());
        PromArm.sameEdges(control, treatment);
        List<Bucket> buckets = new ArrayList<>(Math.max(0, last - first));
        long read = 0;
        for (int i = first; i < last; i++) {
            Instant start = from.plusSeconds(i * length);
            Arm controlled = arm(control, i, query.control(), start);
            Arm treated = arm(treatment, i, query.treatment(), start);
            read += (controlled == null ? 0 : 1) + (treated == null ? 0 : 1);
            if (met(controlled) || met(treated)) {
                buckets.add(new Bucket(
                        start,
                        window.bucket(),
                        controlled == null ? Arm.EMPTY : controlled,
                        treated == null ? Arm.EMPTY : treated));
            }
        }
        answer.takeAll(buckets, read);
        List<String> warnings = new ArrayList<>();
        Restarts controls = new Restarts(control, first, last);
        Restarts treatments = new Restarts(treatment, first, last);
        if (controls.atEnd() || treatments.atEnd()) {
            answer.noteReset(
                    controls.atEnd() == treatments.atEnd()
                            ? Missing.BOTH
                            : treatments.atEnd() ? Missing.TREATMENT : Missing.CONTROL);
        }
        controls.tell(query.control(), length, warnings);
        treatments.tell(query.treatment(), length, warnings);
        return warnings;
    }

    /** In which buckets of the window the counters of an arm began again. */
    private final class Restarts {
        private final BitSet buckets;
        private final boolean atEnd;

        Restarts(PromArm arm, int first, int last) {
            buckets = new BitSet();
            arm.restarts().stream()
                    .filter(bucket -> bucket >= first && bucket < last)
                    .forEach(buckets::set);
            atEnd = last > first && buckets.get(last - 1);
        }

        /** Tells whether it was in the newest closed bucket, of which nothing can be trusted until another one is closed. */
        boolean atEnd() {
            return atEnd;
        }

        void tell(String arm, long length, List<String> warnings) {
            int number = buckets.cardinality();
            if (number > 0) {
                Instant newest = from.plusSeconds((buckets.length() - 1) * length);
                warnings.add("a counter of " + arm + " began again in " + number
                        + (number == 1 ? " bucket, of " : " buckets, the last of ") + newest
                        + "; what it counted there before is lost");
            }
        }
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
