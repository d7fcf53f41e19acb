// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Metric;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.Project;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks that what features and metrics refer to is there. Works on records, because most of them come out of the cache. */
final class References {

    private final Project project;
    private final Map<ManifestKind, Map<String, Document>> names;
    private final Map<String, Metric> bound;
    private final boolean isComplete;
    private final Trees trees;
    private final Findings findings;
    private final Map<String, Document> flagKeys = new HashMap<>();

    References(
            Project project,
            Map<ManifestKind, Map<String, Document>> names,
            Map<String, Metric> bound,
            boolean isComplete,
            Trees trees,
            Findings findings) {
        this.project = project;
        this.names = names;
        this.bound = bound;
        this.isComplete = isComplete;
        this.trees = trees;
        this.findings = findings;
    }

    void check(Document document) {
        Feature feature = document.feature;
        if (feature != null) {
            feature(document, feature);
        } else if (document.kind == ManifestKind.METRIC && document.isSound() && document.tree != null) {
            JsonNode source = Values.child(document.tree, "spec").get("source");
            if (source != null) {
                adapter(document, source.asString(), "/spec/source");
            }
        }
    }

    private void feature(Document document, Feature feature) {
        for (Rollout rollout : feature.rollout().values()) {
            rollout(document, feature, rollout);
        }
        Map<String, Document> metrics = all(ManifestKind.METRIC);
        List<Guardrail> guardrails = feature.guardrails();
        for (int i = 0; i < guardrails.size(); i++) {
            String metric = guardrails.get(i).metric();
            if (isComplete && !metrics.containsKey(metric)) {
                unknown(
                        document,
                        DiagnosticCode.UNKNOWN_METRIC,
                        "metric",
                        metric,
                        metrics.keySet(),
                        "/spec/guardrails/" + i + "/metric");
            }
            Metric measured = bound.get(metric);
            String problem =
                    measured == null ? null : RuleFit.problem(guardrails.get(i).rule(), measured);
            if (measured != null && problem != null) {
                findings.error(
                        DiagnosticCode.RULE_METRIC,
                        trees.value(document, "/spec/guardrails/" + i + "/metric"),
                        problem,
                        "",
                        RuleFit.hint(measured.measure()));
            }
        }
        List<NotifyRule> notices = feature.notices();
        for (int i = 0; i < notices.size(); i++) {
            adapter(document, notices.get(i).adapter(), "/spec/notify/" + i + "/to");
        }
        Sunset sunset = feature.sunset();
        if (sunset != null && sunset.successor() != null) {
            successor(document, feature, sunset.successor());
        }
    }

    private void rollout(Document document, Feature feature, Rollout rollout) {
        String at = Pointer.join("/spec/rollout", rollout.environment());
        Environment environment = project.environments().get(rollout.environment());
        if (environment == null) {
            findings.add(ProjectCheck.unknown(
                    DiagnosticCode.UNKNOWN_ENVIRONMENT,
                    "environment",
                    rollout.environment(),
                    project.environments().keySet(),
                    trees.key(document, at)));
            return;
        }
        flagKey(document, feature, rollout.environment());
        Strategy strategy = rollout.strategy();
        switch (strategy.kind()) {
            case CANARY -> stages(document, environment, ((Strategy.Canary) strategy).stages(), at + "/stages");
            case RINGS -> {
                List<String> rings = ((Strategy.Rings) strategy).cohorts();
                for (int i = 0; i < rings.size(); i++) {
                    cohort(document, rings.get(i), at + "/rings/" + i);
                }
            }
            case REGION_WAVES -> {
                List<List<String>> waves = ((Strategy.RegionWaves) strategy).waves();
                for (int i = 0; i < waves.size(); i++) {
                    regions(document, environment, waves.get(i), at + "/waves/" + i);
                }
            }
            case BLUE_GREEN -> {
                Strategy.BlueGreen blueGreen = (Strategy.BlueGreen) strategy;
                hooks(document, blueGreen.warmHooks(), at + "/warm/hooks");
                hooks(document, blueGreen.drop(), at + "/drop/hooks");
            }
            case ALL_AT_ONCE, PERCENTAGE, LINEAR, EXPONENTIAL, AUTO -> {
                // They refer to nothing.
            }
        }
    }

    private void stages(Document document, Environment environment, List<StageSpec> stages, String at) {
        for (int i = 0; i < stages.size(); i++) {
            StageSpec stage = stages.get(i);
            if (stage.cohort() != null) {
                cohort(document, stage.cohort(), at + "/" + i + "/cohort");
            }
            regions(document, environment, stage.regions(), at + "/" + i + "/regions");
            hooks(document, stage.hooks(), at + "/" + i + "/hooks");
        }
    }

    private void hooks(Document document, List<HookRef> hooks, String at) {
        for (int i = 0; i < hooks.size(); i++) {
            adapter(document, hooks.get(i).adapter(), at + "/" + i + "/adapter");
        }
    }

    private void cohort(Document document, String cohort, String pointer) {
        if (!project.cohorts().containsKey(cohort)) {
            unknown(
                    document,
                    DiagnosticCode.UNKNOWN_COHORT,
                    "cohort",
                    cohort,
                    project.cohorts().keySet(),
                    pointer);
        }
    }

    private void regions(Document document, Environment environment, List<String> regions, String at) {
        for (int i = 0; i < regions.size(); i++) {
            if (!environment.regions().contains(regions.get(i))) {
                unknown(
                        document,
                        DiagnosticCode.UNKNOWN_REGION,
                        "region of " + environment.name(),
                        regions.get(i),
                        environment.regions(),
                        at + "/" + i);
            }
        }
    }

    private void adapter(Document document, String name, String pointer) {
        if (!project.adapters().containsKey(name)) {
            unknown(
                    document,
                    DiagnosticCode.UNKNOWN_ADAPTER,
                    "adapter",
                    name,
                    project.adapters().keySet(),
                    pointer);
        }
    }

    private void successor(Document document, Feature feature, Sunset.Successor successor) {
        String name = successor.feature();
        if (name == null) {
            return;
        }
        Document found = all(ManifestKind.FEATURE).get(name);
        if (name.equals(feature.name()) || (found == null && isComplete)) {
            unknown(
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
                unknown(
                        document,
                        DiagnosticCode.UNKNOWN_VARIANT,
                        "variant of " + name,
                        entry.getValue(),
                        found.feature.variants().keySet(),
                        Pointer.join("/spec/sunset/successor/variants", entry.getKey()));
            }
        }
    }

    private void flagKey(Document document, Feature feature, String environment) {
        Document first = flagKeys.putIfAbsent(environment + " " + feature.flagKey(), document);
        if (first == null || first.name.equals(document.name)) {
            return;
        }
        SourceRange again = keyPlace(document);
        findings.add(new Diagnostic(
                Severity.ERROR,
                DiagnosticCode.FLAG_KEY_TAKEN.code(),
                "\"" + first.name + "\" and \"" + document.name + "\" have the same flag key \"" + feature.flagKey()
                        + "\" in " + environment,
                keyPlace(first),
                "first here",
                "give one of them another \"flag-key\"",
                List.of(new Diagnostic.Related(again, "and again here"))));
    }

    private SourceRange keyPlace(Document document) {
        boolean written =
                document.feature != null && !document.feature.flagKey().equals(document.name);
        return trees.value(document, written ? "/spec/flag-key" : "/metadata/name");
    }

    private Map<String, Document> all(ManifestKind kind) {
        @Nullable Map<String, Document> all = names.get(kind);
        return all == null ? Map.of() : all;
    }

    private void unknown(
            Document document,
            DiagnosticCode code,
            String what,
            String name,
            Collection<String> known,
            String pointer) {
        findings.add(ProjectCheck.unknown(code, what, name, known, trees.value(document, pointer)));
    }
}
