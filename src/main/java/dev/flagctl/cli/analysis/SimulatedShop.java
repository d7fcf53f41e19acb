// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.manifest.Manifests;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Metric;
import dev.flagctl.port.MetricSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A project in a folder of its own in which one feature rolls out, and the traffic that it has, from a seed. */
public final class SimulatedShop {

    /** Name of the adapter that gives the telemetry. */
    public static final String TELEMETRY = "sheet";

    private final Path root;
    private final Scenario scenario;
    private final Feature feature;
    private final Chance chance;
    private final SimulatedProject project;
    private final SimulatedTelemetry telemetry = new SimulatedTelemetry();
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

    /** Returns what answers for the adapter {@link #TELEMETRY}, by the time of a clock. */
    public MetricSource telemetry(Clock clock) {
        return telemetry.source(clock);
    }

    /** Lets the users of some minutes come, while a share is exposed at a stage. */
    public void visit(Instant from, int minutes, double share, int stage) {
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
                arm(time, feature.serve().treatment(), treated, ratio, bad);
                others(time, all - treated, share);
            }
        }
    }

    /** Of those who do not get the treatment a matched control takes as large a share, from those who are under a part of it. */
    private void others(Instant time, long units, double share) {
        long rest = units;
        if (feature.serve().isMatched() && share > 0 && share < 1) {
            long control = chance.binomial(units, Math.min(1, share / (1 - share)));
            rest -= control;
            long bad = chance.bad(control, scenario.base(), scenario.burst());
            arm(time, feature.serve().control(), control, 1, bad);
        }
        arm(time, feature.serve().others(), rest, 1, chance.bad(rest, scenario.base(), scenario.burst()));
    }

    /** Returns how many units met the treatment so far. */
    public double exposed() {
        return exposed;
    }

    /** Returns how many bad units there were that the control would not have had. */
    public double harmed() {
        return harmed;
    }

    private void arm(Instant time, String variant, long units, double ratio, long bad) {
        if (units == 0) {
            return;
        }
        for (SimulatedMetric metric : metrics.values()) {
            Long own = metric.isThatOf(scenario) ? bad : null;
            telemetry.add(time, metric.name(), variant, metric.arm(units, ratio, own, scenario, chance));
        }
        telemetry.addExposures(time, variant, units);
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
