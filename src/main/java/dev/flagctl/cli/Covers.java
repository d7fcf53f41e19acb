// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.codec.PlanFile;
import dev.flagctl.report.plan.PlanCover;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands around a plan: where it was read from, where it was saved, what to do next. */
final class Covers {

    private final Workspace workspace;
    private final @Nullable Selection selection;

    Covers(Workspace workspace) {
        this(workspace, null);
    }

    /**
     * Knows what was left out.
     *
     * @param selection how the features of the plan were chosen
     */
    Covers(Workspace workspace, @Nullable Selection selection) {
        this.workspace = workspace;
        this.selection = selection;
    }

    /** Returns what stands around the plan of an intervention, after which nothing is to be done. */
    PlanCover ofIntervention(Plan plan) {
        return cover(plan, null, null, "");
    }

    /** Returns what stands around the plan that is being applied: what comes next is under way. */
    PlanCover ofApply(Plan plan) {
        return cover(plan, null, null, "");
    }

    PlanCover of(Plan plan, @Nullable Duration read, @Nullable Path file) {
        return cover(plan, read, file, next(plan, file));
    }

    private PlanCover cover(Plan plan, @Nullable Duration read, @Nullable Path file, String next) {
        boolean saved = file != null && plan.refusals().isEmpty();
        String commit = workspace.identity().commit();
        return new PlanCover(
                PlanFile.digest(plan),
                services(plan),
                features(plan),
                read,
                saved ? String.valueOf(file) : null,
                saved ? plan.now().plus(Duration.ofHours(24)) : null,
                commit.isEmpty() ? null : commit,
                workspace.blob(),
                next,
                selection == null ? List.of() : selection.leftOut());
    }

    private String next(Plan plan, @Nullable Path file) {
        if (!plan.refusals().isEmpty() || plan.due().isEmpty()) {
            return "";
        }
        if (file != null) {
            return "flagctl apply " + file;
        }
        boolean all =
                plan.environments().size() == workspace.project().environments().size();
        return "flagctl apply" + (all ? "" : " -e " + String.join(" -e ", plan.environments()))
                + (selection == null ? "" : selection.asWritten());
    }

    private Map<String, List<String>> services(Plan plan) {
        Map<String, List<String>> services = new HashMap<>();
        for (String name : plan.environments()) {
            Environment environment = workspace.project().environments().get(name);
            if (environment != null) {
                List<String> read = new ArrayList<>(List.of(environment.flags()));
                if (environment.telemetry() != null) {
                    read.add(environment.telemetry());
                }
                services.put(name, read);
            }
        }
        return services;
    }

    private Map<String, Feature> features(Plan plan) {
        Set<String> shown = new HashSet<>();
        for (Change change : plan.changes()) {
            if (change.isDue()) {
                shown.add(change.key().feature());
            }
        }
        Map<String, Feature> features = new HashMap<>();
        for (Feature feature : workspace.manifests().features()) {
            if (shown.contains(feature.name())) {
                features.put(feature.name(), feature);
            }
        }
        return features;
    }
}
