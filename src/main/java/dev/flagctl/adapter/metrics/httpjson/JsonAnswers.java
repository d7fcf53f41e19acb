// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerParameters;
import dev.flagctl.adapter.metrics.AnswerSource;
import dev.flagctl.adapter.metrics.AnswerValues;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers of one address to the queries of one call. */
final class JsonAnswers implements AnswerSource {

    /** A server that fails so often in a row, each time with its repeats, is not asked again in this call: a run must end. */
    private static final int MOST_FAILURES = 3;

    private final JsonQuestions questions;
    private final JsonCalls calls;
    private final String environment;
    private final Instant now;
    private int failures;
    private @Nullable String gaveUp;

    JsonAnswers(JsonQuestions questions, JsonCalls calls, String environment, Instant now) {
        this.questions = questions;
        this.calls = calls;
        this.environment = environment;
        this.now = now;
    }

    @Override
    public Optional<Instant> newest() throws NoAnswerException, WrongAnswerException {
        return time(questions.newest(), "newest");
    }

    @Override
    public Optional<Instant> loaded() throws NoAnswerException, WrongAnswerException {
        return time(questions.loaded(), "loaded");
    }

    private Optional<Instant> time(Optional<JsonQuestion> question, String column)
            throws NoAnswerException, WrongAnswerException {
        if (question.isEmpty()) {
            return Optional.empty();
        }
        JsonAnswer answer = ask(question.get(), AnswerParameters.of(environment, now));
        return Optional.ofNullable(AnswerValues.timeOrNull(answer.row(), column));
    }

    @Override
    public Question question(MetricQuery query) throws NoAnswerException {
        JsonQuestion question = questions.of(query);
        return new Question() {
            @Override
            public String shown(AnswerWindow window) {
                return String.join(
                        "; ",
                        question.calls(AnswerParameters.of(window)).stream()
                                .map(question::shown)
                                .toList());
            }

            @Override
            public List<String> ask(AnswerWindow window, AnswerBuckets answer)
                    throws NoAnswerException, WrongAnswerException {
                for (Map<String, Object> values : question.calls(AnswerParameters.of(window))) {
                    take(JsonAnswers.this.ask(question, values), (String) values.get(JsonQuestion.ARM), answer);
                }
                return List.of();
            }
        };
    }

    private static void take(JsonAnswer answered, @Nullable String arm, AnswerBuckets answer)
            throws WrongAnswerException {
        for (JsonRow row : answered.rows(arm)) {
            if (answer.enough()) {
                return;
            }
            answer.take(row);
        }
        if (answered.partial()) {
            answer.notePartial();
        }
    }

    private JsonAnswer ask(JsonQuestion question, Map<String, Object> values)
            throws NoAnswerException, WrongAnswerException {
        if (gaveUp != null) {
            throw new NoAnswerException(gaveUp);
        }
        try {
            JsonAnswer answer = calls.ask(question, environment, values);
            failures = 0;
            return answer;
        } catch (AdapterException e) {
            boolean hopeless = switch (e.failure()) {
                case UNREACHABLE, FORBIDDEN -> true;
                case TRANSIENT, UNKNOWN_OUTCOME -> ++failures >= MOST_FAILURES;
                case REFUSED, GARBLED, AWAITING -> false;
            };
            if (hopeless) {
                gaveUp = e.sentence();
            }
            throw new NoAnswerException(e.sentence());
        }
    }
}
