// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.adapter.metrics.AnswerParameters;
import dev.flagctl.adapter.metrics.NoAnswerException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricQuery;
import dev.flagctl.port.Settings;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The questions of an adapter and of its metrics. Those of the adapter are read when it is opened, those of a metric when it is first asked for. */
final class JsonQuestions {

    private static final Set<String> OF_BUCKETS = withArm();

    private final String adapter;
    private final Optional<JsonQuestion> exposures;
    private final Optional<JsonQuestion> newest;
    private final Optional<JsonQuestion> loaded;
    private final Map<Metric, JsonQuestion> read = new HashMap<>();

    /** @throws RefusedException when a question of the adapter cannot be used */
    JsonQuestions(Settings settings) {
        this.adapter = settings.name();
        this.exposures = question(settings, "exposures", OF_BUCKETS);
        this.newest = question(settings, "newest", AnswerParameters.OF_TIMES);
        this.loaded = question(settings, "loaded", AnswerParameters.OF_TIMES);
    }

    private static Set<String> withArm() {
        Set<String> names = new LinkedHashSet<>(AnswerParameters.OF_BUCKETS);
        names.add(JsonQuestion.ARM);
        return names;
    }

    private Optional<JsonQuestion> question(Settings settings, String key, Collection<String> known) {
        Object written = settings.raw().get(key);
        if (!(written instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonQuestion.of(map, known));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "\"" + key + "\" of adapter \"" + adapter + "\" cannot be used: " + e.getMessage(),
                    "correct \"" + key + "\"");
        }
    }

    Optional<JsonQuestion> newest() {
        return newest;
    }

    Optional<JsonQuestion> loaded() {
        return loaded;
    }

    JsonQuestion of(MetricQuery query) throws NoAnswerException {
        Metric metric = query.metric();
        if (metric == null) {
            return exposures.orElseThrow(() -> new NoAnswerException(
                    "adapter " + adapter + " does not say how exposures are asked for; write \"exposures\""));
        }
        JsonQuestion known = read.get(metric);
        if (known == null) {
            if (!(metric.settings().get("http-json") instanceof Map<?, ?> map)) {
                throw new NoAnswerException("metric " + metric.name() + " does not say how adapter " + adapter
                        + " finds it; write http-json: {path: …, rows: …}");
            }
            try {
                known = JsonQuestion.of(map, OF_BUCKETS);
            } catch (IllegalArgumentException e) {
                throw new NoAnswerException("what metric " + metric.name() + " asks cannot be used: " + e.getMessage());
            }
            read.put(metric, known);
        }
        return known;
    }
}
