// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Population;
import dev.flagctl.model.Project;
import dev.flagctl.model.ReadBack;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Checks that what a project refers to is there. */
final class ProjectCheck {

    private final Project project;
    private final Document document;
    private final Trees trees;
    private final Findings findings;

    ProjectCheck(Project project, Document document, Trees trees, Findings findings) {
        this.project = project;
        this.document = document;
        this.trees = trees;
        this.findings = findings;
    }

    void run() {
        for (Environment environment : project.environments().values()) {
            String at = Pointer.join("/spec/environments", environment.name());
            adapter(environment.flags(), at + "/flags");
            ReadBack readBack = environment.readBack();
            if (readBack != null) {
                adapter(readBack.adapter(), at + "/read-back/adapter");
            }
            if (environment.telemetry() != null) {
                adapter(environment.telemetry(), at + "/telemetry");
            }
            population(environment, environment.population(), at + "/population");
        }
    }

    private void population(Environment environment, @Nullable Population population, String at) {
        if (population == null) {
            return;
        }
        for (String cohort : population.cohorts().keySet()) {
            known(
                    DiagnosticCode.UNKNOWN_COHORT,
                    "cohort",
                    cohort,
                    project.cohorts().keySet(),
                    Pointer.join(at + "/cohorts", cohort));
        }
        for (String region : population.regions().keySet()) {
            known(
                    DiagnosticCode.UNKNOWN_REGION,
                    "region",
                    region,
                    environment.regions(),
                    Pointer.join(at + "/regions", region));
        }
    }

    private void adapter(String name, String pointer) {
        known(
                DiagnosticCode.UNKNOWN_ADAPTER,
                "adapter",
                name,
                project.adapters().keySet(),
                pointer);
    }

    private void known(DiagnosticCode code, String what, String name, Collection<String> known, String pointer) {
        if (!known.contains(name)) {
            boolean key = pointer.contains("/population/");
            findings.add(unknown(
                    code, what, name, known, key ? trees.key(document, pointer) : trees.value(document, pointer)));
        }
    }

    /** Returns the diagnostic of a name that refers to nothing. */
    static Diagnostic unknown(
            DiagnosticCode code, String what, String name, Collection<String> known, SourceRange range) {
        String nearest = Suggestion.nearest(name, known);
        String hint = known.isEmpty()
                ? "there is none yet"
                : known.size() > 20
                        ? "there are " + known.size() + " others"
                        : "write one of: " + String.join(", ", known);
        return Diagnostic.error(
                code.code(),
                "there is no " + what + " \"" + name + "\"",
                range,
                nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                hint);
    }
}
