// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest.bench;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.ManifestException;
import dev.flagctl.manifest.ManifestLoader;
import dev.flagctl.manifest.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a large folder of manifests, or loads a folder once and says how long it took.
 *
 * <p>{@code generate FOLDER FEATURES FILES} and {@code load FOLDER [CACHE]}; one load per process, because the first is the one
 * that people wait for.
 */
final class LoadBench {

    private LoadBench() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("generate")) {
            generate(Path.of(args[1]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        } else {
            load(Path.of(args[1]), args.length > 2 ? Path.of(args[2]) : null);
        }
    }

    private static void load(Path folder, Path cache) {
        long start = System.nanoTime();
        try {
            Manifests manifests = new ManifestLoader(folder, cache).load(List.of());
            System.out.printf(
                    "%d features, %d files, %d ms%n",
                    manifests.features().size(), manifests.files(), (System.nanoTime() - start) / 1_000_000);
        } catch (ManifestException invalid) {
            for (Diagnostic diagnostic : invalid.diagnostics()) {
                System.out.println(diagnostic.range() + ": " + diagnostic.code() + ": " + diagnostic.summary()
                        + (diagnostic.label().isEmpty() ? "" : " (" + diagnostic.label() + ")")
                        + (diagnostic.hint() == null ? "" : " [" + diagnostic.hint() + "]"));
            }
        }
    }

    private static void generate(Path folder, int features, int files) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("flagctl.yaml"), PROJECT);
        int perFile = features / files;
        for (int file = 0; file < files; file++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < perFile; i++) {
                text.append(FEATURE.formatted(file * perFile + i, i % 40, i % 25));
            }
            Files.writeString(folder.resolve("team-%03d.yaml".formatted(file)), text);
        }
    }

    private static final String PROJECT = """
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: bench}
            spec:
              environments:
                staging: {flags: local}
                production: {flags: local, telemetry: outcomes, regions: [eu-west, us-east]}
              cohorts:
                employees: {all: [{attribute: email, ends-with: "@shop.example"}]}
              adapters:
                local: {type: flagd, path: "flags/${environment}.flagd.json"}
                outcomes: {type: events, path: "events.jsonl"}
                chat: {type: console}
            ---
            apiVersion: flagctl.dev/v1
            kind: Metric
            metadata: {name: http-errors}
            spec: {kind: ratio, events: {event: request, bad: {attribute: status, at-least: 500}}}
            """;

    private static final String FEATURE = """
            ---
            apiVersion: flagctl.dev/v1
            kind: Feature
            metadata: {name: feature-%05d, version: 1.2.0, owner: team-%d, labels: {service: service-%d}}
            spec:
              description: Does one thing for the people who use the shop
              type: release
              variants: {"on": true, "off": false}
              serve: {treatment: "on", control: "off"}
              unit: userId
              rollout:
                staging: {strategy: all-at-once}
                production:
                  after: [staging]
                  strategy: canary
                  stages:
                    - {cohort: employees, bake: 1d}
                    - {percent: 1, bake: {time: 30m, exposures: 5000}}
                    - {percent: 10, bake: 2h, regions: [eu-west]}
                    - {percent: 50, bake: 1d, approval: leads}
                    - {percent: 100, soak: 14d}
              guardrails:
                - {metric: http-errors, role: critical, worse-than: control, margin: 10%%}
                - {metric: http-errors, role: watch, above: 5%%}
              on-failure: {action: roll-back, to: last-healthy, cooldown: 4h, retries: 1}
              notify: [{to: chat, on: [advanced, rolled-back, held]}]
              sunset:
                deprecate: 2027-01-15
                remove: 2027-03-31
            """;
}
