// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerBuckets;
import dev.flagctl.adapter.metrics.AnswerSource;
import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.FoundVariants;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.adapter.metrics.WrongAnswerException;
import dev.flagctl.adapter.metrics.prometheus.AtOnce.Asked;
import dev.flagctl.port.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks for a group of queries together, before the first of them is to be answered, and answers them one by one. */
final class PromGroup implements AnswerSource {

    /** Steps of a query for the newest sample, each of which sees as far back as the server's look-back, five minutes by default. */
    private static final Duration GLANCE = Duration.ofMinutes(1);

    private static final Duration FAR_GLANCE = Duration.ofMinutes(5);

    private final PromGroups.Group group;
    private final PromQuestion question;
    private final PromFetch fetch;
    private final PromSettings settings;
    private final Instant now;
    private final Map<String, PromColumn> columns = new LinkedHashMap<>();
    private final List<String> flags;
    private final Instant from;
    private final Instant to;
    private @Nullable Asked<Matrix<FlagsThere>> past;
    private @Nullable List<String> warnings;
    private boolean isPartial;

    /** Asks for everything that is known to be needed. */
    PromGroup(PromGroups.Group group, PromFetch fetch, PromSettings settings, Instant now) {
        this.group = group;
        this.question = group.question();
        this.fetch = fetch;
        this.settings = settings;
        this.now = now;
        this.flags = group.wishes().stream()
                .map(wish -> wish.query().flagKey())
                .distinct()
                .sorted()
                .toList();
        this.from = group.wishes().stream()
                .map(wish -> wish.window().from())
                .min(Instant::compareTo)
                .orElse(now);
        this.to = group.wishes().stream()
                .map(wish -> wish.window().to())
                .max(Instant::compareTo)
                .orElse(now);
        fetch.newest(newest(Duration.ZERO, GLANCE));
        if (isWholeSeconds()) {
            begin();
        }
    }

    private void begin() {
        long bucket = question.bucket().toSeconds();
        int buckets = (int) ((to.getEpochSecond() - from.getEpochSecond()) / bucket);
        question.selectors().forEach((column, selector) -> {
            Gathered.Form form = new Gathered.Form(question.isCounter(), column.equals(PromQuestion.HISTOGRAM));
            columns.put(column, fetch.column(about(selector, flags), from.getEpochSecond(), bucket, buckets, form));
        });
    }

    private boolean isWholeSeconds() {
        return question.bucket().toMillis() % 1000 == 0;
    }

    @Override
    public Optional<Instant> newest() throws NoAnswerException, WrongAnswerException {
        // Nearly always the first finds it, at the price of one step.
        for (PromRange range : List.of(
                newest(Duration.ZERO, GLANCE),
                newest(settings.freshness().staleAfter(), GLANCE),
                newest(settings.lookBack(), FAR_GLANCE))) {
            Optional<Instant> newest = fetch.newest(range).get().series().time();
            if (newest.isPresent()) {
                return newest;
            }
        }
        return Optional.empty();
    }

    private PromRange newest(Duration back, Duration step) {
        int steps = (int) (back.toSeconds() / step.toSeconds()) + 1;
        // At whole steps, to which some servers round by themselves so that they can keep answers.
        long end = Math.floorDiv(now.getEpochSecond(), step.toSeconds()) * step.toSeconds();
        Selector any = settings.in(group.environment(), question.first());
        return new PromRange(
                "max(timestamp(" + any + "))", end - step.toSeconds() * (steps - 1), step.toSeconds(), steps);
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
                return PromGroup.this.ask(query, window, answer);
            }
        };
    }

    private List<String> ask(MetricQuery query, AnswerWindow window, AnswerBuckets answer)
            throws NoAnswerException, WrongAnswerException {
        if (!isWholeSeconds()) {
            throw new NoAnswerException(
                    "Prometheus is asked in whole seconds, and buckets are of " + question.bucket());
        }
        if (window.from().isBefore(from)) {
            if (exists(query.flagKey())) {
                answer.takeAll(List.of(), 1);
            }
            return List.of();
        }
        PromBuckets buckets = new PromBuckets(question, columns, settings.labels(), from);
        List<String> found = new ArrayList<>();
        strange(query).ifPresent(words -> {
            answer.noteStrange();
            found.add(words);
        });
        found.addAll(buckets.give(query, window, answer));
        List<String> said = warnings();
        if (!found.isEmpty()) {
            // What was found out here says more than what the server remarked.
            found.addAll(said);
            said = found;
        }
        if (isPartial) {
            answer.notePartial();
        }
        return said;
    }

    /** Says which variants a flag has series of, when none is of an arm. */
    private Optional<String> strange(MetricQuery query) throws NoAnswerException, WrongAnswerException {
        Labels labels = settings.labels();
        MetricQuery named = labels.named(query);
        if (!question.isCounter() || hasArm(named)) {
            return Optional.empty();
        }
        FoundVariants found = new FoundVariants(named);
        for (PromColumn column : columns.values()) {
            column.variants(query.flagKey()).forEach(found::met);
        }
        return found.otherwise("set \"labels.variant\" of the adapter to the label with the variant, now "
                + labels.variant() + ", or \"variants\" to the names that it has there, such as "
                + query.treatment() + ": \"true\"");
    }

    private boolean hasArm(MetricQuery named) throws NoAnswerException, WrongAnswerException {
        for (PromColumn column : columns.values()) {
            if (column.has(named.flagKey(), named.treatment()) || column.has(named.flagKey(), named.control())) {
                return true;
            }
        }
        return false;
    }

    private List<String> warnings() throws NoAnswerException, WrongAnswerException {
        List<String> known = warnings;
        if (known == null) {
            Set<String> said = new LinkedHashSet<>();
            for (PromColumn column : columns.values()) {
                said.addAll(column.warnings());
                isPartial |= column.isPartial();
            }
            known = List.copyOf(said);
            warnings = known;
        }
        return known;
    }

    /** Tells whether a series of a flag was there once; asked for all flags of the group that have none, when it is asked for one. */
    private boolean exists(String flag) throws NoAnswerException, WrongAnswerException {
        PromColumn first = columns.values().iterator().next();
        if (question.isCounter() ? first.has(flag) : first.any()) {
            return true;
        }
        if (past == null) {
            List<String> missing = new ArrayList<>();
            for (String each : flags) {
                if (!first.has(each)) {
                    missing.add(each);
                }
            }
            long seconds = Duration.between(from.minus(settings.lookBack()), to).toSeconds();
            String query = "count by (" + settings.labels().flag() + ") (last_over_time("
                    + about(question.first(), missing) + "[" + seconds + "s]))";
            past = fetch.flags(new PromRange(query, to.getEpochSecond(), GLANCE.toSeconds(), 1));
        }
        FlagsThere there = past.get().series();
        return question.isCounter() ? there.has(flag) : there.any();
    }

    /** A plain number is often of no flag at all, such as the lag of a queue. */
    private Selector about(Selector selector, List<String> flags) {
        Selector here = settings.in(group.environment(), selector);
        return question.isCounter() ? here.with(settings.labels().flag(), flags) : here;
    }

    /** Returns the queries of the group. */
    List<PromGroups.Wish> wishes() {
        return group.wishes();
    }
}
