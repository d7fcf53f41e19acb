// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerParameters;
import dev.flagctl.adapter.metrics.AnswerSource;
import dev.flagctl.adapter.metrics.AnswerValues;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers of one database to the queries of one call. */
final class SqlAnswers implements AnswerSource, AutoCloseable {

    /** A database that is too slow so often in a row is not asked again in this call: a run must end. */
    private static final int MOST_TIMEOUTS = 3;

    private final SqlQueries queries;
    private final SqlSession session;
    private final String target;
    private final String environment;
    private final Instant now;
    private int timeouts;
    private @Nullable String gaveUp;

    /** @param target name of the database, for messages */
    SqlAnswers(SqlQueries queries, SqlSession session, String target, String environment, Instant now) {
        this.queries = queries;
        this.session = session;
        this.target = target;
        this.environment = environment;
        this.now = now;
    }

    @Override
    public Optional<Instant> newest() throws NoAnswerException, WrongAnswerException {
        return time(queries.newest(), "newest");
    }

    @Override
    public Optional<Instant> loaded() throws NoAnswerException, WrongAnswerException {
        return time(queries.loaded(), "loaded");
    }

    private Optional<Instant> time(Optional<SqlTemplate> template, String column)
            throws NoAnswerException, WrongAnswerException {
        if (template.isEmpty()) {
            return Optional.empty();
        }
        List<Optional<Instant>> times = new ArrayList<>();
        ask(template.get().bound(AnswerParameters.of(environment, now)), row -> {
            if (!times.isEmpty()) {
                throw new WrongAnswerException(
                        "\"" + column + "\" answers more than one row; ask for the latest time only");
            }
            times.add(Optional.ofNullable(AnswerValues.timeOrNull(row, column)));
            return true;
        });
        return times.isEmpty() ? Optional.empty() : times.get(0);
    }

    @Override
    public Question question(MetricQuery query) throws NoAnswerException {
        SqlTemplate template;
        try {
            template = queries.of(query);
        } catch (IllegalArgumentException e) {
            throw new NoAnswerException(String.valueOf(e.getMessage()));
        }
        return new Question() {
            @Override
            public String shown(AnswerWindow window) {
                return template.bound(AnswerParameters.of(window)).shown();
            }

            @Override
            public List<String> ask(AnswerWindow window, AnswerBuckets answer)
                    throws NoAnswerException, WrongAnswerException {
                return SqlAnswers.this.ask(template.bound(AnswerParameters.of(window)), row -> {
                    answer.take(row);
                    return !answer.enough();
                });
            }
        };
    }

    private List<String> ask(SqlStatement statement, SqlFetch.Rows rows)
            throws NoAnswerException, WrongAnswerException {
        if (gaveUp != null) {
            throw new NoAnswerException(gaveUp);
        }
        try {
            List<String> warnings = session.ask(statement, rows);
            timeouts = 0;
            return warnings;
        } catch (SqlFault e) {
            if (e.kind() == SqlFault.Kind.TIMEOUT && ++timeouts >= MOST_TIMEOUTS) {
                gaveUp = tried("it was too slow for " + timeouts
                        + " queries in a row; give \"timeout\" more, or the table an index");
            }
            throw new NoAnswerException(tried(e.reason()));
        }
    }

    private String tried(String reason) {
        return "tried to read metrics on " + target + ", but " + reason;
    }

    @Override
    public void close() {
        session.close();
    }
}
