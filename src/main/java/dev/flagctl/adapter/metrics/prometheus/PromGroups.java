// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.adapter.metrics.AnswerWindow;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts those queries of a call together that read the same series over about the same time, so that few queries answer the guardrails of many features. */
final class PromGroups {

    /** Flags in one query; more make queries that servers refuse for their length. */
    private static final int FLAGS = 200;

    /** Values of one series for each flag in a query. By default Prometheus gives up at 50 million samples, and a flag has many series. */
    private static final int VALUES = 500_000;

    private final PromSettings settings;
    private final Instant closed;
    private final IdentityHashMap<Object, PromQuestion> questions = new IdentityHashMap<>();

    /** @param closed everything before it is closed, if the source keeps up */
    PromGroups(PromSettings settings, Instant closed) {
        this.settings = settings;
        this.closed = closed;
    }

    /**
     * A query of a call.
     *
     * @param index its place among all of the call
     * @param window the buckets that may be closed
     */
    record Wish(int index, MetricQuery query, AnswerWindow window) {}

    /**
     * Queries that are asked together.
     *
     * @param question what they read
     * @param environment name of their environment
     * @param wishes the queries
     */
    record Group(PromQuestion question, String environment, List<Wish> wishes) {}

    private record Key(PromQuestion question, String environment) {}

    /** Told of a query that nothing is known to be asked for. */
    interface Refusal {
        void of(int index, NoAnswerException reason);
    }

    List<Group> of(List<MetricQuery> asked, Refusal refusal) {
        Map<Key, List<Wish>> alike = new LinkedHashMap<>();
        IdentityHashMap<PromQuestion, Map<String, List<Wish>>> known = new IdentityHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            MetricQuery query = asked.get(i);
            try {
                PromQuestion question = question(query);
                // By identity first: a metric is asked for by thousands of features, and its hash is that of all it
                // says.
                known.computeIfAbsent(question, key -> new HashMap<>())
                        .computeIfAbsent(
                                query.environment(),
                                name -> alike.computeIfAbsent(new Key(question, name), key -> new ArrayList<>()))
                        .add(new Wish(i, query, AnswerWindow.of(query, closed)));
            } catch (NoAnswerException e) {
                refusal.of(i, e);
            }
        }
        List<Group> groups = new ArrayList<>();
        alike.forEach((key, wishes) -> cut(key, wishes, groups));
        return groups;
    }

    private PromQuestion question(MetricQuery query) throws NoAnswerException {
        Metric metric = query.metric();
        Object key = metric == null ? settings : metric;
        PromQuestion known = questions.get(key);
        if (known == null) {
            known = PromQuestion.of(query, settings.exposures());
            questions.put(key, known);
        }
        return known;
    }

    /** Cuts where a query would be too large, and where one long window would make all be read over as long. */
    private static void cut(Key key, List<Wish> wishes, List<Group> groups) {
        wishes.sort(Comparator.comparing((Wish wish) -> wish.window().from())
                .thenComparing(wish -> wish.query().flagKey()));
        List<Wish> group = new ArrayList<>();
        Set<String> flags = new HashSet<>();
        long longest = 0;
        for (Wish wish : wishes) {
            long length = buckets(wish);
            boolean another = !flags.contains(wish.query().flagKey());
            boolean full = flags.size() >= FLAGS || (flags.size() + 1) * longest > VALUES;
            if (!group.isEmpty() && ((another && full) || 2 * length < longest)) {
                groups.add(new Group(key.question(), key.environment(), List.copyOf(group)));
                group.clear();
                flags.clear();
            }
            longest = group.isEmpty() ? length : longest;
            group.add(wish);
            flags.add(wish.query().flagKey());
        }
        groups.add(new Group(key.question(), key.environment(), List.copyOf(group)));
    }

    private static long buckets(Wish wish) {
        AnswerWindow window = wish.window();
        return (window.to().toEpochMilli() - window.from().toEpochMilli())
                / window.bucket().toMillis();
    }
}
