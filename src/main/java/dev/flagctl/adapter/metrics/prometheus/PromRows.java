// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Makes rows of what was gathered: one for each arm and bucket that some series has a sample for, also when nothing was counted. */
final class PromRows {

    private final PromQuestion question;
    private final Gathered gathered;
    private final Instant from;

    PromRows(PromQuestion question, Gathered gathered, Instant from) {
        this.question = question;
        this.gathered = gathered;
        this.from = from;
    }

    /** Returns a row of nobody, which only says that there is such a series. */
    static PromRow nobody(PromQuestion question, Instant bucket, String arm) {
        PromRow row = PromRow.of(bucket, arm).with("units", 0L);
        if (question.selectors().containsKey(PromQuestion.HISTOGRAM)) {
            return row.with("edge", 1.0).with("at_most", 0L);
        }
        return row.with("bad", 0L).with("sum", 0.0).with("sum_of_squares", 0.0);
    }

    void give(MetricQuery query, String arm, AnswerWindow window, AnswerBuckets answer) throws WrongAnswerException {
        long bucket = question.bucket().toSeconds();
        int first = (int) ((window.from().getEpochSecond() - from.getEpochSecond()) / bucket);
        int last = (int) ((window.to().getEpochSecond() - from.getEpochSecond()) / bucket);
        for (int i = first; i < last && !answer.enough(); i++) {
            Instant start = from.plusSeconds(i * bucket);
            if (question.selectors().containsKey(PromQuestion.HISTOGRAM)) {
                histogram(query.flagKey(), arm, start, i, answer);
            } else if (question.isCounter()) {
                counts(query.flagKey(), arm, start, i, answer);
            } else {
                reading(query, arm, start, i, answer);
            }
        }
    }

    private void counts(String flag, String arm, Instant start, int bucket, AnswerBuckets answer)
            throws WrongAnswerException {
        PromRow row = PromRow.of(start, arm);
        boolean isThere = false;
        for (String column : question.selectors().keySet()) {
            Double sum = gathered.sum(flag, arm, column, 0, bucket);
            isThere |= sum != null;
            boolean whole = column.equals("units") || column.equals("bad");
            double value = sum == null ? 0 : sum;
            row.with(column, whole ? (Object) Math.round(value) : (Object) value);
        }
        if (isThere) {
            answer.take(row);
        }
    }

    private void histogram(String flag, String arm, Instant start, int bucket, AnswerBuckets answer)
            throws WrongAnswerException {
        Double all = gathered.sum(flag, arm, PromQuestion.HISTOGRAM, Double.POSITIVE_INFINITY, bucket);
        if (all == null) {
            return;
        }
        long units = Math.round(all);
        for (double edge : gathered.edges(flag, arm)) {
            Double atMost = gathered.sum(flag, arm, PromQuestion.HISTOGRAM, edge, bucket);
            if (edge != Double.POSITIVE_INFINITY) {
                answer.take(PromRow.of(start, arm)
                        .with("edge", edge)
                        .with("at_most", Math.round(atMost == null ? 0 : atMost))
                        .with("units", units));
            }
        }
    }

    /** A number without a variant is one of the feature as a whole, and stands with the treatment. */
    private void reading(MetricQuery query, String arm, Instant start, int bucket, AnswerBuckets answer)
            throws WrongAnswerException {
        for (String flag : new String[] {query.flagKey(), ""}) {
            for (String variant : arm.equals(query.treatment()) ? new String[] {arm, ""} : new String[] {arm}) {
                @Nullable Double sum = gathered.sum(flag, variant, "value", 0, bucket);
                if (sum != null) {
                    long series = gathered.series(flag, variant, "value", bucket);
                    answer.take(PromRow.of(start, arm).with("units", series).with("sum", sum));
                    return;
                }
            }
        }
    }
}
