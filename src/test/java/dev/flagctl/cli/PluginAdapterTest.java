// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's adapter, compiled here and put into a jar, is used by its qualified type. */
final class PluginAdapterTest {

    private static final String SOURCE = """
            package com.example;

            import dev.flagctl.model.*;
            import dev.flagctl.port.*;
            import java.util.*;

            public final class DiceProvider implements MetricSourceProvider {
                @Override public String type() { return "com.example.dice"; }

                @Override public MetricSource open(Settings settings, AdapterHost host) {
                    int sides = Integer.parseInt(settings.require("sides"));
                    return new MetricSource() {
                        @Override public List<BucketSeries> read(List<MetricQuery> queries) {
                            List<BucketSeries> all = new ArrayList<>();
                            for (MetricQuery query : queries) {
                                Object loaded = ((Map<?, ?>) query.metric().settings().get("com.example.dice")).get("loaded");
                                Bucket bucket = new Bucket(query.from(), query.metric().bucket(),
                                        Arm.of(600, 600 / sides), Arm.of(600, ((Number) loaded).longValue()));
                                all.add(new BucketSeries(List.of(bucket), query.to(), DataState.OK, "dice", List.of()));
                            }
                            return all;
                        }

                        @Override public void close() {}
                    };
                }
            }
            """;

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void make() throws IOException {
        shop = new Shop(folder).search();
        shop.write("flagctl.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Project
                metadata: {name: shop}
                spec:
                  environments:
                    production: {flags: local}
                  adapters:
                    local: {type: flagd, path: "flags/${environment}.json"}
                    dice: {type: com.example.dice, sides: 100}
                """);
        shop.write("manifests/sixes.yaml", """
                apiVersion: flagctl.dev/v1
                kind: Metric
                metadata: {name: sixes}
                spec:
                  kind: ratio
                  source: dice
                  unit: user
                  com.example.dice: {loaded: 300}
                """);
        shop.edit(
                "manifests/search.yaml",
                text -> text + "  guardrails:\n    - {metric: sixes, role: critical, worse-than: control}\n");
    }

    private void install() throws IOException {
        Path source = Files.createDirectories(folder.resolve("src/com/example")).resolve("DiceProvider.java");
        Files.writeString(source, SOURCE);
        int outcome = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        null,
                        "--release",
                        "17",
                        "-proc:none",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        source.toString());
        assertThat(outcome).isZero();
        Path plugins = Files.createDirectories(folder.resolve(".flagctl/plugins"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("dice.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/services/dev.flagctl.port.MetricSourceProvider"));
            jar.write("com.example.DiceProvider\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (var classes = Files.newDirectoryStream(source.getParent(), "*.class")) {
                for (Path each : classes) {
                    jar.putNextEntry(new ZipEntry("com/example/" + each.getFileName()));
                    jar.write(Files.readAllBytes(each));
                }
            }
        }
    }

    @Test
    void its_type_and_its_keys_are_valid_and_its_answers_decide() throws IOException {
        install();

        Result validate = shop.run("validate");
        shop.applied().later(Duration.ofHours(1));
        Result apply = shop.run("apply", "--auto-approve");

        assertThat(validate.exitCode()).as(validate.toString()).isZero();
        assertThat(apply.output()).as(apply.toString()).contains("rolled back");
    }

    @Test
    void without_its_jar_the_type_is_named_with_those_that_are_there() {
        Result doctor = shop.run("doctor");

        assertThat(doctor.output().replaceAll("\\s+", " "))
                .contains("of type \"com.example.dice\" cannot be used here");
    }

    @Test
    void a_jar_whose_adapter_cannot_be_loaded_is_named_and_is_no_bug_of_flagctl() throws IOException {
        Path plugins = Files.createDirectories(folder.resolve(".flagctl/plugins"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("dice.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/services/dev.flagctl.port.MetricSourceProvider"));
            jar.write("com.example.DiceProvider\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        Result apply = shop.applied().later(Duration.ofHours(1)).run("apply", "--auto-approve");

        assertThat(apply.exitCode()).isEqualTo(6);
        assertThat(apply.errorOutput().replaceAll("\\s+", " "))
                .contains("a jar in the plugins folder has an adapter that cannot be loaded")
                .contains("com.example.DiceProvider");
    }

    @Test
    void a_type_without_a_dot_is_one_of_flagctls_own() {
        shop.edit("flagctl.yaml", text -> text.replace("com.example.dice", "dice"));

        Result validate = shop.run("validate");

        assertThat(validate.exitCode()).isEqualTo(5);
        assertThat(validate.output() + validate.errorOutput()).contains("unknown word \"dice\"");
    }
}
