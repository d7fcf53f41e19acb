// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.port.Check;
import java.sql.DatabaseMetaData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks whether a database would answer, without asking for metrics. */
final class SqlChecks {

    private final SqlSession session;
    private final SqlAnswers answers;
    private final SqlQueries queries;
    private final Freshness freshness;
    private final Instant now;

    SqlChecks(SqlSession session, SqlAnswers answers, SqlQueries queries, Freshness freshness, Instant now) {
        this.session = session;
        this.answers = answers;
        this.queries = queries;
        this.freshness = freshness;
        this.now = now;
    }

    List<Check> look() {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(session.look(connection -> {
                DatabaseMetaData about = connection.getMetaData();
                return Check.ok(
                        "reachable",
                        about.getDatabaseProductName() + " " + about.getDatabaseProductVersion() + ", driver "
                                + about.getDriverName() + " " + about.getDriverVersion());
            }));
            checks.add(session.look(connection -> connection.isReadOnly()
                    ? Check.ok("read-only", "its connections are")
                    : Check.warning(
                            "read-only",
                            "its driver opens no read-only connections",
                            "give flagctl a user that may only read")));
        } catch (SqlFault e) {
            String remedy = switch (e.kind()) {
                case DRIVER -> "put a driver there, or correct \"url\" or \"driver\"";
                case CONNECTION, TIMEOUT, QUERY -> "check \"url\", \"user\" and \"password\", and whether it runs";
            };
            checks.add(Check.failed("reachable", e.reason(), remedy));
            return checks;
        } catch (WrongAnswerException e) {
            checks.add(Check.failed("reachable", e.sentence(), "use another driver"));
            return checks;
        }
        checks.add(newest());
        return checks;
    }

    private Check newest() {
        if (queries.newest().isEmpty() && queries.loaded().isEmpty()) {
            return Check.warning(
                    "newest",
                    "nothing tells how new its rows are: when it stops, that looks like no traffic",
                    "write \"newest\", a query for the time of the newest row, or \"loaded\"");
        }
        String what = queries.newest().isPresent() ? "newest" : "loaded";
        try {
            Optional<Instant> time = queries.newest().isPresent() ? answers.newest() : answers.loaded();
            if (time.isEmpty()) {
                return Check.warning(what, "there is no row yet", "until there are rows, guardrails hold");
            }
            return freshness.stale(time.get(), now)
                    ? Check.warning(what, time.get() + ", which is stale", "see whether rows still come")
                    : Check.ok(what, time.get().toString());
        } catch (NoAnswerException e) {
            return Check.failed(what, e.sentence(), "correct \"" + what + "\"");
        } catch (WrongAnswerException e) {
            return Check.failed(what, e.sentence(), "correct \"" + what + "\"");
        }
    }
}
