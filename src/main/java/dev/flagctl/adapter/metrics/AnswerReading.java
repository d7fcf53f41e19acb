// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Missing;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a source for closed buckets, and names the state of the data; one for each call and environment. */
public final class AnswerReading {

    private final AnswerSource source;
    private final Freshness freshness;
    private final Duration lookBack;
    private final String target;
    private final Instant now;
    private final ValueBudget budget = new ValueBudget();
    private @Nullable Closing closing;
    private @Nullable String broken;

    /**
     * Begins with nothing asked.
     *
     * @param lookBack how far back an empty answer is asked for again
     * @param target name of the other side, for messages
     */
    public AnswerReading(AnswerSource source, Freshness freshness, Duration lookBack, String target, Instant now) {
        this.source = source;
        this.freshness = freshness;
        this.lookBack = lookBack;
        this.target = target;
        this.now = now;
    }

    /**
     * Up to when a source is closed.
     *
     * @param closed everything before it is closed
     * @param state OK or STALE
     */
    private record Closing(Instant closed, DataState state) {}

    /** Returns the answer to a query; a source that cannot be asked, or whose answer cannot be right, is an ERROR. */
    public BucketSeries answer(MetricQuery query) {
        AnswerSource.Question question;
        Closing known;
        try {
            question = source.question(query);
            known = closing();
        } catch (NoAnswerException e) {
            return error(query, "", e.sentence());
        }
        AnswerWindow window = AnswerWindow.of(query, known.closed());
        String shown = question.shown(window);
        if (window.isEmpty()) {
            // Before the first bucket is closed nobody can say that nobody came.
            return new BucketSeries(List.of(), window.to(), known.state(), shown, List.of());
        }
        try {
            AnswerBuckets answer = new AnswerBuckets(window, budget);
            List<String> warnings = question.ask(window, answer);
            List<Bucket> buckets = answer.buckets();
            DataState state = state(known, answer, buckets, question);
            Missing reset = answer.reset();
            Missing missing = state == DataState.RESET && reset != null ? reset : Missing.BOTH;
            return new BucketSeries(buckets, window.to(), state, missing, shown, warnings);
        } catch (NoAnswerException e) {
            return error(query, shown, e.sentence());
        } catch (WrongAnswerException e) {
            return error(query, shown, tried("read " + what(query), e));
        }
    }

    /** What the source as a whole is says more than that an answer is empty. */
    private DataState state(Closing known, AnswerBuckets answer, List<Bucket> buckets, AnswerSource.Question question)
            throws NoAnswerException, WrongAnswerException {
        if (answer.rows() == 0 && (answer.strange() || !exists(answer.window(), question))) {
            return DataState.NO_DATA;
        }
        if (known.state() != DataState.OK) {
            return known.state();
        }
        if (answer.partial()) {
            return DataState.PARTIAL;
        }
        if (answer.reset() != null) {
            return DataState.RESET;
        }
        return buckets.isEmpty() ? DataState.NO_TRAFFIC : DataState.OK;
    }

    /** Asks for an earlier time as well: one row is enough to know that there is such a series. */
    private boolean exists(AnswerWindow window, AnswerSource.Question question)
            throws NoAnswerException, WrongAnswerException {
        AnswerBuckets answer = AnswerBuckets.ofOneRow(window.back(lookBack));
        question.ask(answer.window(), answer);
        return answer.rows() > 0;
    }

    /** What could not be found out once is not asked again for the next query. */
    private Closing closing() throws NoAnswerException {
        if (closing == null && broken == null) {
            try {
                closing = ask();
            } catch (NoAnswerException e) {
                broken = e.sentence();
            } catch (WrongAnswerException e) {
                broken = tried("find out how new its rows are", e);
            }
        }
        if (closing == null) {
            throw new NoAnswerException(String.valueOf(broken));
        }
        return closing;
    }

    private Closing ask() throws NoAnswerException, WrongAnswerException {
        Optional<Instant> loaded = past(source.loaded(), "loaded");
        Optional<Instant> newest = past(source.newest(), "newest");
        Instant closed = freshness.watermark(now);
        if (loaded.isPresent()) {
            closed = earlier(closed, loaded.get());
        }
        Optional<Instant> last = newest.isPresent() ? newest : loaded;
        if (last.isPresent() && freshness.stale(last.get(), now)) {
            // What a source that has stopped would have said later is not known: only what it reached is closed.
            return new Closing(earlier(closed, last.get()), DataState.STALE);
        }
        return new Closing(closed, DataState.OK);
    }

    private Optional<Instant> past(Optional<Instant> time, String what) throws WrongAnswerException {
        if (time.isPresent() && time.get().isAfter(now.plus(freshness.lag()))) {
            // One row of the future would hide for as long that nothing comes any more.
            throw new WrongAnswerException("\"" + what + "\" is " + time.get() + ", which is after now, " + now
                    + "; leave later rows out, or set the clocks");
        }
        return time;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private String tried(String action, WrongAnswerException wrong) {
        return "tried to " + action + " on " + target + ", but its answer cannot be right: " + wrong.sentence();
    }

    private static String what(MetricQuery query) {
        return query.metric() == null ? "exposures" : query.metric().name();
    }

    private static BucketSeries error(MetricQuery query, String asked, String reason) {
        return new BucketSeries(List.of(), query.from(), DataState.ERROR, asked, List.of(reason));
    }
}
