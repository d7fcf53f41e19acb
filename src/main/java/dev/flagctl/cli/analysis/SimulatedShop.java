// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.analysis;

import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A project in a folder of its own in which one feature rolls out, with telemetry from a seed. */
public final class SimulatedShop {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path root;
    private final Scenario scenario;
    private final Feature feature;
    private final SplittableRandom random;
    private final Set<String> metrics = new LinkedHashSet<>();
    private double exposed;
    private double harmed;
    private long minute;

    /**
     * Writes the project.
     *
     * @param canonical JSON of the feature, templates resolved
     * @param environment the only one that is left
     * @throws BadDataException when the feature has nothing to simulate there
     */
    public SimulatedShop(
            Path root, Feature feature, String canonical, String environment, Scenario scenario, long seed) {
        this.root = root;
        this.scenario = scenario;
        this.feature = feature;
        this.random = new SplittableRandom(seed);
        for (Guardrail guardrail : feature.guardrails()) {
            metrics.add(guardrail.metric());
        }
        write("flagctl.yaml", project(environment));
        write("manifests/feature.yaml", bare(canonical, environment));
        for (String metric : metrics) {
            ObjectNode document = document("Metric", metric);
            ObjectNode spec = document.putObject("spec");
            spec.put("kind", "ratio");
            spec.putObject("csv").put("metric", metric);
            write("manifests/metric-" + metric + ".yaml", document.toString());
        }
        write("telemetry.csv", "time,metric,flag,variant,units,bad\n");
    }

    private static String project(String environment) {
        ObjectNode document = document("Project", "simulated");
        ObjectNode spec = document.putObject("spec");
        ObjectNode one = spec.putObject("environments").putObject(environment);
        one.put("flags", "local");
        one.put("telemetry", "sheet");
        ObjectNode adapters = spec.putObject("adapters");
        adapters.putObject("local").put("type", "flagd").put("path", "flags.json");
        adapters.putObject("sheet").put("type", "csv").put("path", "telemetry.csv");
        return document.toString();
    }

    private static ObjectNode document(String kind, String name) {
        ObjectNode document = JSON.createObjectNode();
        document.put("apiVersion", "flagctl.dev/v1").put("kind", kind);
        document.putObject("metadata").put("name", name);
        return document;
    }

    /** Takes away what waits for people and other systems, which a simulation has not. */
    private String bare(String canonical, String environment) {
        ObjectNode document = (ObjectNode) JSON.readTree(canonical);
        ObjectNode spec = (ObjectNode) document.get("spec");
        JsonNode rollout = spec.path("rollout").get(environment);
        if (!(rollout instanceof ObjectNode kept)) {
            throw new BadDataException(0, "feature " + feature.name() + " has no rollout in " + environment);
        }
        kept.remove(List.of("after", "not-before", "approval"));
        if (kept.get("stages") instanceof ArrayNode stages) {
            for (int i = stages.size() - 1; i >= 0; i--) {
                ObjectNode stage = (ObjectNode) stages.get(i);
                stage.remove(List.of("approval", "hooks"));
                if (stage.has("cohort") || stage.has("regions")) {
                    stages.remove(i);
                }
            }
        }
        spec.remove(List.of("sunset", "notify", "owns"));
        spec.putObject("rollout").set(environment, kept);
        return document.toString();
    }

    /** Writes the telemetry of some minutes in which a share was exposed at a stage. */
    public void visit(Instant from, int minutes, double share, int stage) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < minutes; i++, minute++) {
            long all = poisson(scenario.traffic(minute));
            long treated = binomial(all, share);
            double ratio = stage + 1 >= scenario.fromStage() ? scenario.ratio() : 1;
            long bad = bad(treated, Math.min(1, scenario.base() * ratio));
            exposed += treated;
            harmed += bad - treated * scenario.base();
            if (!scenario.isSilent(minute)) {
                Instant time = from.plusSeconds(60L * i);
                arm(rows, time, feature.serve().treatment(), treated, bad);
                arm(rows, time, feature.serve().control(), all - treated, bad(all - treated, scenario.base()));
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(root.resolve("telemetry.csv"), StandardOpenOption.APPEND)) {
            out.append(rows);
        } catch (IOException e) {
            throw new UncheckedIOException("tried to write the telemetry of a simulation", e);
        }
    }

    /** Returns how many units met the treatment so far. */
    public double exposed() {
        return exposed;
    }

    /** Returns how many more bad units there were than the control would have had. */
    public double harmed() {
        return harmed;
    }

    private void arm(StringBuilder rows, Instant time, String variant, long units, long bad) {
        for (String metric : metrics) {
            row(rows, time, metric, variant, units, bad);
        }
        row(rows, time, "exposures", variant, units, 0);
    }

    private void row(StringBuilder rows, Instant time, String metric, String variant, long units, long bad) {
        if (units > 0) {
            rows.append(time)
                    .append(',')
                    .append(metric)
                    .append(',')
                    .append(feature.flagKey())
                    .append(',');
            rows.append(variant)
                    .append(',')
                    .append(units)
                    .append(',')
                    .append(bad)
                    .append('\n');
        }
    }

    private long bad(long units, double rate) {
        if (scenario.burst() == 1) {
            return binomial(units, rate);
        }
        long bad = 0;
        for (long each = poisson(units * rate / scenario.burst()); each > 0; each--) {
            bad += 1 + (long) Math.floor(Math.log(1 - random.nextDouble()) / Math.log(1 - 1 / scenario.burst()));
        }
        return Math.min(units, bad);
    }

    private long poisson(double mean) {
        if (mean > 500) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        long count = 0;
        double limit = Math.exp(-mean);
        for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private long binomial(long n, double p) {
        if (p <= 0 || n <= 0) {
            return 0;
        }
        if (p >= 1) {
            return n;
        }
        if (n * p * (1 - p) > 500) {
            long drawn = Math.round(n * p + Math.sqrt(n * p * (1 - p)) * random.nextGaussian());
            return Math.min(n, Math.max(0, drawn));
        }
        long successes = 0;
        double logQ = Math.log1p(-p);
        double at = Math.floor(Math.log(1 - random.nextDouble()) / logQ);
        while (at < n) {
            successes++;
            at += 1 + Math.floor(Math.log(1 - random.nextDouble()) / logQ);
        }
        return successes;
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
