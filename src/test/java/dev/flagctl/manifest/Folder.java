// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.ManifestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of manifests for a test. */
final class Folder {

    static final String PROJECT = """
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: shop}
            spec:
              environments:
                staging: {flags: local}
                production: {flags: local, telemetry: events, regions: [eu-west, us-east]}
              cohorts:
                employees: {all: [{attribute: email, ends-with: "@shop.example"}]}
              adapters:
                local: {type: flagd, path: "flags/${environment}.json"}
                events: {type: events, path: events.jsonl}
                chat: {type: console}
            """;

    static final String METRIC = """
            apiVersion: flagctl.dev/v1
            kind: Metric
            metadata: {name: http-errors}
            spec: {kind: ratio, events: {event: request, bad: {attribute: status, at-least: 500}}}
            """;

    final Path path;

    Folder(Path path) {
        this.path = path;
        write("flagctl.yaml", PROJECT);
        write("metrics.yaml", METRIC);
    }

    /** Returns a feature with the lines given below its spec, two blanks in front. */
    static String feature(String name, String... lines) {
        StringBuilder text = new StringBuilder("""
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: %s, version: 1.0.0, owner: team}
                spec:
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                """.formatted(name));
        for (String line : lines) {
            text.append("  ").append(line).append('\n');
        }
        return text.toString();
    }

    Folder write(String file, String text) {
        return write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Folder write(String file, byte[] bytes) {
        try {
            Path target = path.resolve(file);
            Files.createDirectories(target.getParent());
            Files.write(target, bytes);
            return this;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Manifests load() {
        return new ManifestLoader(path, null).load(List.of());
    }

    /** Returns what is wrong, one text each: place, code, summary, label, hint. */
    List<String> problems() {
        return problems(new ManifestLoader(path, null));
    }

    static List<String> problems(ManifestLoader loader) {
        try {
            loader.load(List.of());
            return List.of();
        } catch (ManifestException invalid) {
            return invalid.diagnostics().stream().map(Folder::text).toList();
        }
    }

    static String text(Diagnostic diagnostic) {
        return diagnostic.range() + " " + diagnostic.code() + " " + diagnostic.summary()
                + (diagnostic.label().isEmpty() ? "" : " | " + diagnostic.label())
                + (diagnostic.hint() == null ? "" : " = " + diagnostic.hint());
    }
}
