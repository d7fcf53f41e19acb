// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.Surroundings.Tty;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs what people run most, so that the JVM can record which classes a short command needs.
 *
 * <p>The launcher starts it in an empty folder, once per build and Java, while the JVM writes the start-up
 * archive. What it prints is dropped; how the commands end costs or saves time later and changes nothing else.
 */
public final class StartupTraining {

    private static final String PROJECT = """
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: training}
            spec:
              environments:
                production: {flags: local}
              cohorts:
                employees: {all: [{attribute: email, ends-with: "@shop.example"}]}
              adapters:
                local: {type: flagd, path: "flags/${environment}.flagd.json"}
              ledger: {type: sqlite, path: .flagctl/ledger.db}
            """;

    private static final String FEATURE = """
            apiVersion: flagctl.dev/v1
            kind: Feature
            metadata: {name: checkout, version: 1.0.0, owner: team-payments}
            spec:
              description: One-page checkout
              type: release
              variants: {"on": true, "off": false}
              serve: {treatment: "on", control: "off"}
              unit: userId
              rollout:
                production:
                  strategy: canary
                  stages:
                    - {cohort: employees, bake: 1h}
                    - {percent: 10, bake: 2h}
                    - {percent: 100, soak: 14d}
            """;

    private static final List<List<String>> COMMANDS = List.of(
            List.of("--help"),
            List.of("validate"),
            List.of("validate", "--help"),
            List.of("plan"),
            List.of("apply", "--auto-approve"),
            List.of("plan"),
            List.of("status"));

    private StartupTraining() {}

    /**
     * Writes a small project into the current folder and runs the commands on it, one after the other.
     *
     * @throws IOException if the project cannot be written
     */
    public static void main(String[] args) throws IOException {
        write(Path.of("flagctl.yaml"), PROJECT);
        Files.createDirectories(Path.of("manifests"));
        write(Path.of("manifests", "checkout.yaml"), FEATURE);
        Surroundings real = CompositionRoot.surroundings(false);
        Map<String, String> environment = new HashMap<>(real.environment());
        // Not the user's cache of manifests; and a new one, so that both reading and remembering are recorded.
        environment.put("FLAGCTL_CACHE_DIR", Path.of("cache").toAbsolutePath().toString());
        OutputStream nowhere = OutputStream.nullOutputStream();
        Surroundings quiet = new Surroundings(
                environment,
                real.clock(),
                real.folder(),
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Tty.NONE,
                true,
                real.sleeper(),
                real.random(),
                real.stopNow(),
                real.runId());
        Version.line();
        // Else Main, which runs first, would be the one class that is not recorded.
        Main.asksForVersion(args);
        for (List<String> command : COMMANDS) {
            CommandLineRun.of(quiet, command.toArray(new String[0]));
        }
    }

    /** A file that was just written is read again in any case; most files that people have are older. */
    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
}
