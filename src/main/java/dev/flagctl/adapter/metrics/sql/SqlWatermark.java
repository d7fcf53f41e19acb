// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.AnswerValues;
import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.model.DataState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out up to when a database is closed, once for all queries of a call: {@code lag} ago, not beyond what {@code loaded} answers, and where the newest row
 * is too old only as far as that.
 */
final class SqlWatermark {

    private final SqlQueries queries;
    private final SqlSession session;
    private final Freshness freshness;
    private final String environment;
    private final Instant now;
    private @Nullable Found found;

    SqlWatermark(SqlQueries queries, SqlSession session, Freshness freshness, String environment, Instant now) {
        this.queries = queries;
        this.session = session;
        this.freshness = freshness;
        this.environment = environment;
        this.now = now;
    }

    /**
     * What was found out.
     *
     * @param closed everything before it is closed
     * @param state OK or STALE
     * @param warnings what the database said
     */
    record Found(Instant closed, DataState state, List<String> warnings) {}

    Found look() throws SqlFault, WrongAnswerException {
        if (found == null) {
            found = ask();
        }
        return found;
    }

    private Found ask() throws SqlFault, WrongAnswerException {
        List<String> warnings = new ArrayList<>();
        Optional<Instant> loaded = time(queries.loaded(), "loaded", warnings);
        Optional<Instant> newest = time(queries.newest(), "newest", warnings);
        Instant closed = freshness.watermark(now);
        DataState state = DataState.OK;
        if (loaded.isPresent()) {
            closed = earlier(closed, loaded.get());
        }
        Optional<Instant> last = newest.isPresent() ? newest : loaded;
        if (last.isPresent() && freshness.stale(last.get(), now)) {
            // What a source that has stopped would have said later is not known: only what it reached is closed.
            closed = earlier(closed, last.get());
            state = DataState.STALE;
        }
        return new Found(closed, state, warnings);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Returns the time that a query answers; empty where there is none to ask, or nothing in the table. */
    Optional<Instant> time(Optional<SqlTemplate> template, String column, List<String> warnings)
            throws SqlFault, WrongAnswerException {
        if (template.isEmpty()) {
            return Optional.empty();
        }
        List<Instant> times = new ArrayList<>();
        warnings.addAll(session.ask(template.get().bound(SqlParameters.of(environment, now)), row -> {
            if (!times.isEmpty()) {
                throw new WrongAnswerException(
                        "\"" + column + "\" answers more than one row; ask for the latest time only");
            }
            Instant time = AnswerValues.timeOrNull(row, column);
            times.add(time == null ? Instant.MIN : time);
            return true;
        }));
        if (times.isEmpty() || times.get(0).equals(Instant.MIN)) {
            return Optional.empty();
        }
        Instant time = times.get(0);
        if (time.isAfter(now.plus(freshness.lag()))) {
            // One row of the future would hide for as long that nothing comes any more.
            throw new WrongAnswerException("\"" + column + "\" is " + time + ", which is after now, " + now
                    + "; compare with :now, or set the clocks");
        }
        return Optional.of(time);
    }
}
