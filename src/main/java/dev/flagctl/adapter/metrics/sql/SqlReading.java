// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.model.Bucket;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answers of one database to the queries of one call. */
final class SqlReading implements AutoCloseable {

    /** A database that is too slow so often in a row is not asked again in this call: a run must end. */
    private static final int MOST_TIMEOUTS = 3;

    private final SqlSettings settings;
    private final SqlQueries queries;
    private final SqlSession session;
    private final String target;
    private final SqlWatermark watermark;
    private int timeouts;
    private @Nullable String given;

    SqlReading(SqlSettings settings, SqlQueries queries, SqlSession session, String environment, Instant now) {
        this.settings = settings;
        this.queries = queries;
        this.session = session;
        this.target = "sql \"" + settings.name() + "\"";
        this.watermark = new SqlWatermark(queries, session, settings.freshness(), environment, now);
    }

    BucketSeries answer(MetricQuery query) {
        SqlTemplate template;
        try {
            template = queries.of(query);
        } catch (IllegalArgumentException e) {
            return error(query, "", String.valueOf(e.getMessage()));
        }
        if (given != null) {
            return error(query, "", given);
        }
        try {
            return answer(query, template, watermark.look());
        } catch (SqlFault e) {
            return error(query, "", reason(e));
        } catch (WrongAnswerException e) {
            return error(query, "", tried("find out how new its rows are", e.sentence()));
        }
    }

    private BucketSeries answer(MetricQuery query, SqlTemplate template, SqlWatermark.Found found) {
        AnswerWindow window = AnswerWindow.of(query, found.closed());
        SqlStatement statement = template.bound(SqlParameters.of(window));
        if (window.isEmpty()) {
            // Before the first bucket is closed nobody can say that nobody came.
            return series(window, List.of(), found.state(), statement, found.warnings());
        }
        AnswerBuckets answer = new AnswerBuckets(window);
        try {
            List<String> warnings = new ArrayList<>(found.warnings());
            warnings.addAll(session.ask(statement, row -> {
                answer.take(row);
                return true;
            }));
            timeouts = 0;
            List<Bucket> buckets = answer.buckets();
            return series(window, buckets, state(found, answer, buckets, template), statement, warnings);
        } catch (SqlFault e) {
            return error(query, statement.shown(), reason(e));
        } catch (WrongAnswerException e) {
            return error(
                    query,
                    statement.shown(),
                    tried("read " + what(query), "its answer cannot be right: " + e.sentence()));
        }
    }

    /** What the source as a whole is says more than that an answer is empty. */
    private DataState state(SqlWatermark.Found found, AnswerBuckets answer, List<Bucket> buckets, SqlTemplate template)
            throws SqlFault, WrongAnswerException {
        if (answer.rows() == 0 && !exists(answer.window(), template)) {
            return DataState.NO_DATA;
        }
        if (found.state() != DataState.OK) {
            return found.state();
        }
        if (answer.partial()) {
            return DataState.PARTIAL;
        }
        return buckets.isEmpty() ? DataState.NO_TRAFFIC : DataState.OK;
    }

    /** Asks for an earlier time as well: one row is enough to know that there is such a series. */
    private boolean exists(AnswerWindow window, SqlTemplate template) throws SqlFault, WrongAnswerException {
        AnswerWindow wider = window.back(settings.lookBack());
        AnswerBuckets answer = new AnswerBuckets(wider);
        session.ask(template.bound(SqlParameters.of(wider)), row -> {
            answer.take(row);
            return false;
        });
        return answer.rows() > 0;
    }

    private String reason(SqlFault fault) {
        String reason = tried("read metrics", fault.reason());
        if (fault.kind() == SqlFault.Kind.TIMEOUT && ++timeouts >= MOST_TIMEOUTS) {
            given = tried(
                    "read metrics",
                    "it was too slow for " + timeouts + " queries in a row; give \"timeout\" more, or"
                            + " it an index");
        }
        return reason;
    }

    private String tried(String action, String reason) {
        return "tried to " + action + " on " + target + ", but " + reason;
    }

    private static String what(MetricQuery query) {
        return query.metric() == null ? "exposures" : query.metric().name();
    }

    private static BucketSeries series(
            AnswerWindow window, List<Bucket> buckets, DataState state, SqlStatement statement, List<String> warnings) {
        return new BucketSeries(buckets, window.to(), state, statement.shown(), warnings);
    }

    private static BucketSeries error(MetricQuery query, String asked, String reason) {
        return new BucketSeries(List.of(), query.from(), DataState.ERROR, asked, List.of(reason));
    }

    @Override
    public void close() {
        session.close();
    }
}
