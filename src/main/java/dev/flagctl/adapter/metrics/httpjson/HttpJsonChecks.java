// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.AnswerParameters;
import dev.flagctl.adapter.metrics.AnswerValues;
import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.ClockSkew;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks whether an address would answer, by asking for the newest time: metrics need a feature. */
final class HttpJsonChecks {

    private final JsonQuestions questions;
    private final JsonCalls calls;
    private final Freshness freshness;
    private final Clock clock;

    HttpJsonChecks(JsonQuestions questions, JsonCalls calls, Freshness freshness, Clock clock) {
        this.questions = questions;
        this.calls = calls;
        this.freshness = freshness;
        this.clock = clock;
    }

    List<Check> look() {
        Optional<JsonQuestion> question = questions.newest().or(questions::loaded);
        if (question.isEmpty()) {
            return List.of(
                    Check.unknown("reachable", "there is nothing to ask for without a feature"),
                    Check.warning(
                            "newest",
                            "nothing tells how new its rows are: when it stops, that looks like no traffic",
                            "write \"newest\", a question for the time of the newest row, or \"loaded\""));
        }
        if (calls.byEnvironment()) {
            return List.of(Check.unknown("reachable", "each environment has an address of its own"));
        }
        String what = questions.newest().isPresent() ? "newest" : "loaded";
        Instant sent = clock.instant();
        List<Check> checks = new ArrayList<>();
        try {
            HttpAnswer answer = calls.send(question.get(), "", AnswerParameters.of("", sent));
            checks.add(Check.ok("reachable", "it answers"));
            ClockSkew.of(answer, sent, clock.instant()).ifPresent(skew -> checks.add(Check.clock(skew)));
            @Nullable
            Instant time = AnswerValues.timeOrNull(
                    JsonAnswer.parse(answer.body(), question.get().shape()).row(), what);
            checks.add(newest(what, time, sent));
        } catch (AdapterException e) {
            checks.add(
                    e.failure() == Failure.FORBIDDEN
                            ? Check.failed("token", e.sentence(), "set \"token\", or the headers that it wants")
                            : Check.failed("reachable", e.sentence(), "check \"url\" and \"" + what + "\""));
        } catch (WrongAnswerException e) {
            checks.add(Check.failed(what, e.sentence(), "correct \"" + what + "\""));
        }
        return checks;
    }

    private Check newest(String what, @Nullable Instant time, Instant now) {
        if (time == null) {
            return Check.warning(what, "there is no row yet", "until there are rows, guardrails hold");
        }
        return freshness.stale(time, now)
                ? Check.warning(what, time + ", which is stale", "see whether rows still come")
                : Check.ok(what, time.toString());
    }
}
