// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerSource;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All queries of one call that read the same series of one environment: asked for together, for many flags in one query, and answered one by one. */
final class PromGroup implements AnswerSource {

    /** Flags in one query; more make queries that servers refuse for their length. */
    private static final int FLAGS = 200;

    /** Steps of a query for the newest sample, each of which sees as far back as the server's look-back, five minutes by default. */
    private static final Duration GLANCE = Duration.ofMinutes(1);

    private static final Duration FAR_GLANCE = Duration.ofMinutes(5);

    private final PromQuestion question;
    private final String environment;
    private final List<MetricQuery> queries;
    private final PromFetch fetch;
    private final Labels labels;
    private final Freshness freshness;
    private final Duration lookBack;
    private final Instant now;
    private @Nullable Fetched fetched;

    /** What was answered, and from when on; of an answer that cannot be right, why. */
    private record Fetched(Instant from, Gathered gathered, List<String> warnings, boolean isPartial) {}

    PromGroup(
            PromQuestion question,
            String environment,
            List<MetricQuery> queries,
            PromFetch fetch,
            Labels labels,
            Freshness freshness,
            Duration lookBack,
            Instant now) {
        this.question = question;
        this.environment = environment;
        this.queries = List.copyOf(queries);
        this.fetch = fetch;
        this.labels = labels;
        this.freshness = freshness;
        this.lookBack = lookBack;
        this.now = now;
    }

    @Override
    public Optional<Instant> newest() throws NoAnswerException, WrongAnswerException {
        Optional<Instant> recent = newest(freshness.staleAfter(), GLANCE);
        return recent.isPresent() ? recent : newest(lookBack, FAR_GLANCE);
    }

    private Optional<Instant> newest(Duration back, Duration step) throws NoAnswerException, WrongAnswerException {
        int steps = (int) (back.toSeconds() / step.toSeconds()) + 1;
        // At whole steps, to which some servers round by themselves so that they can keep answers.
        long end = Math.floorDiv(now.getEpochSecond(), step.toSeconds()) * step.toSeconds();
        Instant from = Instant.ofEpochSecond(end).minus(step.multipliedBy(steps - 1L));
        Selector any = of(question.selectors().values().iterator().next());
        try {
            double newest = Double.NaN;
            for (Series series : fetch.range("max(timestamp(" + any + "))", from, step, steps)
                    .series()) {
                for (int at = 0; at < series.steps(); at++) {
                    double time = series.value(at);
                    newest = Double.isNaN(time) ? newest : Double.isNaN(newest) ? time : Math.max(newest, time);
                }
            }
            return Double.isNaN(newest)
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(Math.round(newest * 1000)));
        } catch (AdapterException e) {
            throw new NoAnswerException(e.sentence());
        }
    }

    @Override
    public Optional<Instant> loaded() {
        return Optional.empty();
    }

    @Override
    public Question question(MetricQuery query) {
        return new Question() {
            @Override
            public String shown(AnswerWindow window) {
                TreeSet<String> shown = new TreeSet<>();
                question.selectors()
                        .forEach((column, selector) ->
                                shown.add(column + ": " + about(selector, List.of(query.flagKey()))));
                return String.join("; ", shown) + " each " + question.bucket().toSeconds() + " s";
            }

            @Override
            public List<String> ask(AnswerWindow window, AnswerBuckets answer)
                    throws NoAnswerException, WrongAnswerException {
                return answer.enough() ? List.of() : PromGroup.this.ask(query, window, answer);
            }
        };
    }

    private List<String> ask(MetricQuery query, AnswerWindow window, AnswerBuckets answer)
            throws NoAnswerException, WrongAnswerException {
        Fetched known = fetched(window.to());
        if (window.from().isBefore(known.from())) {
            exists(query, window, answer);
            return List.of();
        }
        PromRows rows = new PromRows(question, known.gathered(), known.from());
        for (String arm : List.of(query.treatment(), query.control())) {
            rows.give(query, arm, window, answer);
        }
        if (known.isPartial()) {
            answer.notePartial();
        }
        return known.warnings();
    }

    /** Tells by a row without units that a series was there once. */
    private void exists(MetricQuery query, AnswerWindow window, AnswerBuckets answer)
            throws NoAnswerException, WrongAnswerException {
        Selector selector = question.selectors().values().iterator().next();
        String past = "count(last_over_time(" + about(selector, List.of(query.flagKey())) + "["
                + Duration.between(window.from(), window.to()).toSeconds() + "s]))";
        try {
            if (!fetch.range(past, window.to(), GLANCE, 1).series().isEmpty()) {
                answer.take(PromRows.nobody(question, window.from(), query.treatment()));
            }
        } catch (AdapterException e) {
            throw new NoAnswerException(e.sentence());
        }
    }

    private Fetched fetched(Instant to) throws NoAnswerException, WrongAnswerException {
        Fetched known = fetched;
        if (known != null) {
            return known;
        }
        long bucket = question.bucket().toSeconds();
        if (bucket == 0 || question.bucket().toMillis() % 1000 != 0) {
            throw new NoAnswerException(
                    "Prometheus is asked in whole seconds, and buckets are of " + question.bucket());
        }
        long first = queries.stream()
                .mapToLong(query -> Math.floorDiv(query.from().getEpochSecond() + bucket - 1, bucket) * bucket)
                .min()
                .orElse(to.getEpochSecond());
        Instant from = Instant.ofEpochSecond(Math.min(first, to.getEpochSecond()));
        int buckets = (int) ((to.getEpochSecond() - from.getEpochSecond()) / bucket);
        Gathered gathered = new Gathered(labels, buckets, question.isCounter());
        List<String> flags =
                queries.stream().map(MetricQuery::flagKey).distinct().sorted().toList();
        PromFetch.Said said = new PromFetch.Said();
        try {
            for (Map.Entry<String, Selector> each : question.selectors().entrySet()) {
                for (int at = 0; at < flags.size(); at += FLAGS) {
                    List<String> some = flags.subList(at, Math.min(at + FLAGS, flags.size()));
                    String asked = about(each.getValue(), some).toString();
                    fetch.buckets(asked, from, question.bucket(), buckets, each.getKey(), gathered, said);
                    if (!question.isCounter()) {
                        break;
                    }
                }
            }
        } catch (AdapterException e) {
            throw new NoAnswerException(e.sentence());
        }
        known = new Fetched(from, gathered, said.warnings(), said.isPartial());
        fetched = known;
        return known;
    }

    /** A plain number is often of no flag at all, such as the lag of a queue. */
    private Selector about(Selector selector, List<String> flags) {
        Selector here = of(selector);
        return question.isCounter() ? here.with(labels.flag(), flags) : here;
    }

    private Selector of(Selector selector) {
        return labels.environment().isEmpty() ? selector : selector.with(labels.environment(), List.of(environment));
    }
}
