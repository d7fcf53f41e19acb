// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project in a folder with any number of features, a hundred in each file: flags in a file of flagd, telemetry in a file of events. */
final class BenchProject {

    static final int IN_A_FILE = 100;

    private BenchProject() {}

    /** Writes it; a file {@code fresh} says that what it records may be thrown away. */
    static void write(Path folder, int features, String ledger) throws IOException {
        writeProject(folder, ledger);
        Files.writeString(folder.resolve("fresh"), "");
        Files.writeString(folder.resolve("telemetry.jsonl"), "");
        for (int first = 0; first < features; first += IN_A_FILE) {
            writeFile(folder, first, Math.min(features, first + IN_A_FILE), 0);
        }
    }

    /** Writes all but the features. */
    static void writeProject(Path folder, String ledger) throws IOException {
        Files.createDirectories(folder.resolve("manifests"));
        Files.writeString(folder.resolve("flagctl.yaml"), """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: bench}
                spec:
                  environments:
                    production: {flags: local, telemetry: events}
                  adapters:
                    local: {type: flagd, path: "flags/${environment}.flagd.json"}
                    events: {type: events, path: "telemetry.jsonl"}
                  ledger: %s
                """.formatted(ledger));
        Files.writeString(folder.resolve("manifests/checkout-errors.yaml"), """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: checkout-errors}
                spec:
                  description: Share of checkouts that fail
                  kind: ratio
                  events: {event: checkout, bad: {attribute: failed, equals: true}}
                """);
    }

    /** Writes the features of one file in their n-th edition, of which only the description is another one. */
    static void writeFile(Path folder, int first, int end, int edition) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = first; i < end; i++) {
            text.append(feature(i, edition));
        }
        Files.writeString(folder.resolve("manifests/features-" + first + ".yaml"), text.toString());
    }

    private static String feature(int number, int edition) {
        return """
                ---
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: feature-%d, version: 1.0.%d, owner: team-payments}
                spec:
                  description: One-page checkout, edition %d
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  unit: userId
                  rollout:
                    production:
                      strategy: canary
                      stages:
                        - {percent: 1, bake: 30s}
                        - {percent: 10, bake: 8h, approval: team-payments}
                        - {percent: 100, soak: 1d}
                  guardrails:
                    - {metric: checkout-errors, role: watch, worse-than: control, margin: 10%%}
                """.formatted(number, edition, edition);
    }
}
