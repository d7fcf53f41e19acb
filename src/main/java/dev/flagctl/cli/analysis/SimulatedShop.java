// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.manifest.Manifests;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project in a folder of its own in which one feature rolls out, with telemetry from a seed. */
public final class SimulatedShop {

    private final Path root;
    private final Scenario scenario;
    private final Feature feature;
    private final Chance chance;
    private final SimulatedProject project;
    private final Map<String, SimulatedMetric> metrics = new LinkedHashMap<>();
    private double exposed;
    private double harmed;
    private long minute;

    /**
     * Writes the project.
     *
     * @param manifests the manifests that the feature is in
     * @param environment the only one that is left
     * @throws BadDataException when the feature has nothing to simulate there
     */
    public SimulatedShop(
            Path root, Manifests manifests, Feature feature, String environment, Scenario scenario, long seed) {
        Environment there = manifests.project().environments().get(environment);
        if (there == null) {
            throw new BadDataException(0, "there is no environment " + environment);
        }
        this.root = root;
        this.scenario = scenario;
        this.feature = feature;
        this.chance = new Chance(seed);
        this.project = new SimulatedProject(manifests.project(), there);
        for (Guardrail guardrail : feature.guardrails()) {
            Metric metric = manifests.metrics().get(guardrail.metric());
            Measure measure = metric == null ? Measure.RATIO : metric.measure();
            metrics.putIfAbsent(guardrail.metric(), SimulatedMetric.of(measure, guardrail, scenario));
        }
        write("flagctl.yaml", project.project(feature, scenario.hooksFail()));
        write("manifests/feature.yaml", project.feature(feature, manifests.canonical(feature.name())));
        metrics.forEach((name, metric) -> write("manifests/metric-" + name + ".yaml", project.metric(metric)));
        write("telemetry.csv", "time,metric,flag,variant,units,bad,sum,sum_of_squares,value\n");
    }

    /** Returns the scenario that it lives through. */
    public Scenario scenario() {
        return scenario;
    }

    /** Returns the environments that come before. */
    public List<String> earlier() {
        return project.earlier(feature);
    }

    /** Returns the feature that rolls out. */
    public Feature feature() {
        return feature;
    }

    /** Returns the share of all units that an exposure has, by the population of the environment; 5 % for a cohort of unknown size. */
    public double share(Exposure exposure) {
        return project.share(exposure);
    }

    /** Writes the telemetry of some minutes in which a share was exposed at a stage. */
    public void visit(Instant from, int minutes, double share, int stage) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < minutes; i++, minute++) {
            long all = chance.poisson(scenario.traffic(minute));
            long treated = chance.binomial(all, share);
            double ratio = stage + 1 >= scenario.fromStage() ? scenario.ratio() : 1;
            double rate = Math.min(1, scenario.base() * ratio);
            long bad = chance.bad(treated, rate, scenario.burst());
            exposed += treated;
            // Only what the treatment adds: what the control would have had as well is nobody's harm, and neither is
            // chance.
            harmed += rate > scenario.base() ? bad * (1 - scenario.base() / rate) : 0;
            if (!scenario.isSilent(minute)) {
                Instant time = from.plusSeconds(60L * i);
                arm(rows, time, feature.serve().treatment(), treated, ratio, bad);
                others(rows, time, all - treated, share);
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(root.resolve("telemetry.csv"), StandardOpenOption.APPEND)) {
            out.append(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("tried to write the telemetry of a simulation", e);
        }
    }

    /** Of those who do not get the treatment a matched control takes as large a share, from those who are under a part of it. */
    private void others(StringBuilder rows, Instant time, long units, double share) {
        long rest = units;
        if (feature.serve().isMatched() && share > 0 && share < 1) {
            long control = chance.binomial(units, Math.min(1, share / (1 - share)));
            rest -= control;
            long bad = chance.bad(control, scenario.base(), scenario.burst());
            arm(rows, time, feature.serve().control(), control, 1, bad);
        }
        arm(rows, time, feature.serve().others(), rest, 1, chance.bad(rest, scenario.base(), scenario.burst()));
    }

    /** Returns how many units met the treatment so far. */
    public double exposed() {
        return exposed;
    }

    /** Returns how many bad units there were that the control would not have had. */
    public double harmed() {
        return harmed;
    }

    private void arm(StringBuilder rows, Instant time, String variant, long units, double ratio, long bad) {
        if (units == 0) {
            return;
        }
        for (SimulatedMetric metric : metrics.values()) {
            Long own = metric.isThatOf(scenario) ? bad : null;
            for (String columns : metric.rows(units, ratio, own, scenario, chance)) {
                row(rows, time, metric.name(), variant, columns);
            }
        }
        row(rows, time, "exposures", variant, units + ",0,,,");
    }

    private void row(StringBuilder rows, Instant time, String metric, String variant, String columns) {
        rows.append(time).append(',').append(metric).append(',').append(feature.flagKey());
        rows.append(',').append(variant).append(',').append(columns).append('\n');
    }

    private void write(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("tried to write the project of a simulation", e);
        }
    }
}
