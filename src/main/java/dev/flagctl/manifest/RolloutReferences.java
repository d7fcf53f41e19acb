// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Project;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks that what rollouts refer to is there, and that no two features have one flag key in an environment. */
final class RolloutReferences {

    private final Project project;
    private final Trees trees;
    private final Findings findings;
    private final UnknownNames unknown;
    private final Map<String, Document> flagKeys = new HashMap<>();

    RolloutReferences(Project project, Trees trees, Findings findings) {
        this.project = project;
        this.trees = trees;
        this.findings = findings;
        this.unknown = new UnknownNames(project, trees, findings);
    }

    void check(Document document, Feature feature, Rollout rollout) {
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
        strategy(document, environment, rollout.strategy(), at);
    }

    private void strategy(Document document, Environment environment, Strategy strategy, String at) {
        switch (strategy.kind()) {
            case CANARY -> stages(document, environment, ((Strategy.Canary) strategy).stages(), at + "/stages");
            case RINGS -> cohorts(document, ((Strategy.Rings) strategy).cohorts(), at + "/rings");
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

    private void cohorts(Document document, List<String> cohorts, String at) {
        for (int i = 0; i < cohorts.size(); i++) {
            cohort(document, cohorts.get(i), at + "/" + i);
        }
    }

    private void hooks(Document document, List<HookRef> hooks, String at) {
        for (int i = 0; i < hooks.size(); i++) {
            unknown.checkAdapter(document, hooks.get(i).adapter(), at + "/" + i + "/adapter");
        }
    }

    private void cohort(Document document, String cohort, String pointer) {
        if (!project.cohorts().containsKey(cohort)) {
            unknown.add(
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
                unknown.add(
                        document,
                        DiagnosticCode.UNKNOWN_REGION,
                        "region of " + environment.name(),
                        regions.get(i),
                        environment.regions(),
                        at + "/" + i);
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
}
