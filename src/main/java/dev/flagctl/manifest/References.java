// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Metric;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.Project;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Sunset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks that what features and metrics refer to is there. Works on records, because most of them come out of the cache. */
final class References {

    private final Map<ManifestKind, Map<String, Document>> names;
    private final Map<String, Metric> bound;
    private final boolean isComplete;
    private final Trees trees;
    private final Findings findings;
    private final UnknownNames unknown;
    private final RolloutReferences rollouts;

    References(
            Project project,
            Map<ManifestKind, Map<String, Document>> names,
            Map<String, Metric> bound,
            boolean isComplete,
            Trees trees,
            Findings findings) {
        this.names = names;
        this.bound = bound;
        this.isComplete = isComplete;
        this.trees = trees;
        this.findings = findings;
        this.unknown = new UnknownNames(project, trees, findings);
        this.rollouts = new RolloutReferences(project, trees, findings);
    }

    void check(Document document) {
        Feature feature = document.feature;
        if (feature != null) {
            feature(document, feature);
        } else if (document.kind == ManifestKind.METRIC && document.isSound() && document.tree != null) {
            JsonNode source = Values.child(document.tree, "spec").get("source");
            if (source != null) {
                unknown.checkAdapter(document, source.asString(), "/spec/source");
            }
        }
    }

    private void feature(Document document, Feature feature) {
        for (Rollout rollout : feature.rollout().values()) {
            rollouts.check(document, feature, rollout);
        }
        List<Guardrail> guardrails = feature.guardrails();
        for (int i = 0; i < guardrails.size(); i++) {
            guardrail(document, guardrails.get(i), "/spec/guardrails/" + i + "/metric");
        }
        List<NotifyRule> notices = feature.notices();
        for (int i = 0; i < notices.size(); i++) {
            unknown.checkAdapter(document, notices.get(i).adapter(), "/spec/notify/" + i + "/to");
        }
        Sunset sunset = feature.sunset();
        if (sunset != null && sunset.successor() != null) {
            successor(document, feature, sunset.successor());
        }
    }

    private void guardrail(Document document, Guardrail guardrail, String at) {
        Map<String, Document> metrics = all(ManifestKind.METRIC);
        if (isComplete && !metrics.containsKey(guardrail.metric())) {
            unknown.add(document, DiagnosticCode.UNKNOWN_METRIC, "metric", guardrail.metric(), metrics.keySet(), at);
        }
        Metric measured = bound.get(guardrail.metric());
        String problem = measured == null ? null : RuleFit.problem(guardrail.rule(), measured);
        if (measured != null && problem != null) {
            findings.error(
                    DiagnosticCode.RULE_METRIC,
                    trees.value(document, at),
                    problem,
                    "",
                    RuleFit.hint(guardrail.rule(), measured.measure()));
        }
    }

    private void successor(Document document, Feature feature, Sunset.Successor successor) {
        String name = successor.feature();
        if (name == null) {
            return;
        }
        Document found = all(ManifestKind.FEATURE).get(name);
        if (name.equals(feature.name()) || (found == null && isComplete)) {
            unknown.add(
                    document,
                    DiagnosticCode.UNKNOWN_FEATURE,
                    name.equals(feature.name()) ? "other feature" : "feature",
                    name,
                    all(ManifestKind.FEATURE).keySet(),
                    "/spec/sunset/successor/feature");
        }
        if (found == null || found.feature == null) {
            return;
        }
        for (Map.Entry<String, String> entry : successor.variants().entrySet()) {
            if (!found.feature.variants().containsKey(entry.getValue())) {
                unknown.add(
                        document,
                        DiagnosticCode.UNKNOWN_VARIANT,
                        "variant of " + name,
                        entry.getValue(),
                        found.feature.variants().keySet(),
                        Pointer.join("/spec/sunset/successor/variants", entry.getKey()));
            }
        }
    }

    private Map<String, Document> all(ManifestKind kind) {
        @Nullable Map<String, Document> all = names.get(kind);
        return all == null ? Map.of() : all;
    }
}
