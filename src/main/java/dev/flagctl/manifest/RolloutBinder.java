// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds the rollouts of a feature, each with the strategy that it names. */
final class RolloutBinder {

    private static final StrategyKind[] STRATEGIES = StrategyKind.values();

    private final Site site;
    private final Map<String, Template> templates;
    private final Risk risk;

    /**
     * Prepares the binding.
     *
     * @param templates the Strategy manifests by name
     * @param risk of the feature
     */
    RolloutBinder(Site site, Map<String, Template> templates, Risk risk) {
        this.site = site;
        this.templates = templates;
        this.risk = risk;
    }

    /**
     * Returns the rollouts by environment, without those that are wrong.
     *
     * @param all what the feature says of them, or null
     */
    Map<String, Rollout> bind(@Nullable JsonNode all) {
        if (all == null) {
            return Map.of();
        }
        Map<String, Rollout> rollouts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            Rollout rollout = rollout(entry.getKey(), entry.getValue());
            if (rollout != null) {
                rollouts.put(entry.getKey(), rollout);
            }
        }
        new AfterCheck(site, all).run();
        return rollouts;
    }

    private @Nullable Rollout rollout(String environment, JsonNode node) {
        String pointer = Pointer.join("/spec/rollout", environment);
        String word = Values.need(node, "strategy");
        StrategyKind kind = Words.find(STRATEGIES, word);
        Template template = null;
        if (kind == null) {
            template = templates.get(word);
            if (template == null) {
                unknownStrategy(word, pointer);
                return null;
            }
            kind = Words.get(STRATEGIES, Values.need(template.spec(), "strategy"));
        }
        Strategy strategy = new StrategyBinder(site, pointer, new StrategyKeys(node, template, kind), risk).bind();
        JsonNode notBefore = node.get("not-before");
        return strategy == null
                ? null
                : new Rollout(
                        environment,
                        Values.texts(node.get("after")),
                        strategy,
                        template == null ? null : template.name(),
                        notBefore == null
                                ? null
                                : SunsetBinder.instant(site, notBefore, Pointer.join(pointer, "not-before")),
                        Values.textOrNull(node, "approval"),
                        Values.source(node, site.file()));
    }

    private void unknownStrategy(String word, String pointer) {
        List<String> known = new ArrayList<>(Words.of(STRATEGIES));
        known.addAll(templates.keySet());
        String nearest = Suggestion.nearest(word, known);
        site.error(
                DiagnosticCode.UNKNOWN_STRATEGY,
                Pointer.join(pointer, "strategy"),
                "there is no strategy \"" + word + "\"",
                nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                "write one of: " + String.join(", ", known));
    }
}
