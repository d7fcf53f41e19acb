// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Gate;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.Population;
import dev.flagctl.model.Project;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.Reach;
import dev.flagctl.strategy.Trajectories;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The manifests of a simulation: one feature in one environment, with the cohorts, regions and hooks of its project, and adapters that touch nothing. */
final class SimulatedProject {

    private static final JsonMapper JSON = JsonMapper.shared();
    /** Share of all users that a cohort has where the project states none. */
    private static final double COHORT = 0.05;

    private static final long USERS = 1_000_000;

    private final Project project;
    private final Environment environment;
    private final Population population;

    SimulatedProject(Project project, Environment environment) {
        this.project = project;
        this.environment = environment;
        this.population = population(project, environment);
    }

    /** Returns the share of all units that an exposure has. */
    double share(Exposure exposure) {
        return Reach.of(exposure, population).users() / (double) population.users();
    }

    private static Population population(Project project, Environment environment) {
        Population stated = environment.population();
        long users = stated == null ? USERS : Math.max(1, stated.users());
        Map<String, Long> cohorts = new HashMap<>();
        project.cohorts().keySet().forEach(name -> cohorts.put(name, (long) (users * COHORT)));
        Map<String, Long> regions = new HashMap<>();
        environment
                .regions()
                .forEach(name -> regions.put(name, users / environment.regions().size()));
        if (stated != null) {
            cohorts.putAll(stated.cohorts());
            regions.putAll(stated.regions());
        }
        return new Population(users, cohorts, regions, null);
    }

    /** Returns the project; a cohort is whoever says so, since only its size matters here. */
    String project(Feature feature, boolean hooksFail) {
        ObjectNode document = document("Project", "simulated");
        ObjectNode spec = document.putObject("spec");
        ObjectNode one = spec.putObject("environments").putObject(environment.name());
        one.put("flags", "local");
        one.put("telemetry", SimulatedShop.TELEMETRY);
        environment.regions().forEach(one.putArray("regions")::add);
        for (String earlier : earlier(feature)) {
            ((ObjectNode) spec.get("environments"))
                    .putObject(earlier)
                    .put("flags", "local")
                    .put("telemetry", SimulatedShop.TELEMETRY);
        }
        ObjectNode cohorts = spec.putObject("cohorts");
        for (String cohort : project.cohorts().keySet()) {
            ObjectNode condition = cohorts.putObject(cohort).putArray("all").addObject();
            condition.put("attribute", "cohort").put("equals", cohort);
        }
        ObjectNode adapters = spec.putObject("adapters");
        adapters.putObject("local").put("type", "flagd").put("path", "flags.${environment}.json");
        // What is simulated answers in its place; no such file is read.
        adapters.putObject(SimulatedShop.TELEMETRY).put("type", "csv").put("path", "telemetry.csv");
        for (String hook : hooks(feature)) {
            adapters.putObject(hook).put("type", "exec").putArray("command").add(hooksFail ? "false" : "true");
        }
        for (NotifyRule rule : feature.notices()) {
            adapters.putObject(rule.adapter()).put("type", "console");
        }
        return document.toString();
    }

    /** Returns the environments that come before. */
    List<String> earlier(Feature feature) {
        Rollout rollout = feature.rollout().get(environment.name());
        return rollout == null ? List.of() : rollout.after();
    }

    private Set<String> hooks(Feature feature) {
        Set<String> hooks = new TreeSet<>();
        Trajectory trajectory = Trajectories.compile(feature, environment);
        for (Stage stage : trajectory.stages()) {
            for (Gate gate : stage.gates()) {
                if (gate instanceof Gate.HookPasses hook) {
                    hooks.add(hook.hook().adapter());
                }
            }
        }
        return hooks;
    }

    /** Returns the feature without its way out; of other environments only those are left that come before, where it is done at once. */
    String feature(Feature feature, String canonical) {
        ObjectNode document = (ObjectNode) JSON.readTree(canonical);
        ObjectNode spec = (ObjectNode) document.get("spec");
        JsonNode rollout = spec.path("rollout").get(environment.name());
        if (!(rollout instanceof ObjectNode kept)) {
            throw new BadDataException(0, "feature " + feature.name() + " has no rollout in " + environment.name());
        }
        spec.remove(List.of("sunset", "owns"));
        ObjectNode rollouts = spec.putObject("rollout");
        earlier(feature).forEach(name -> rollouts.putObject(name).put("strategy", "all-at-once"));
        rollouts.set(environment.name(), kept);
        return document.toString();
    }

    String metric(SimulatedMetric metric) {
        ObjectNode document = document("Metric", metric.name());
        metric.writeSpec(document.putObject("spec"));
        return document.toString();
    }

    private static ObjectNode document(String kind, String name) {
        ObjectNode document = JSON.createObjectNode();
        document.put("apiVersion", "flagctl.dev/v1").put("kind", kind);
        document.putObject("metadata").put("name", name);
        return document;
    }
}
