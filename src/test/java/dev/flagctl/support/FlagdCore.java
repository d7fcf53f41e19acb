// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * flagd's engine in JavaScript, {@code @openfeature/flagd-core}: of the engines that package registries have, the one that places users as flagd
 * does since 0.15.0, and that refuses a flag file which flagd's JSON schema does not allow.
 */
public final class FlagdCore {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Sets the flags, then resolves one for each context; what the engine throws is the answer. */
    private static final String SCRIPT = """
            const {FlagdCore} = require('@openfeature/flagd-core');
            const asked = JSON.parse(require('fs').readFileSync(0, 'utf8'));
            const quiet = {error() {}, warn() {}, info() {}, debug() {}};
            let answer;
            try {
              const core = new FlagdCore(undefined, quiet);
              core.setConfigurations(asked.flags);
              answer = {variants: asked.contexts.map(
                  context => String(core.resolveBooleanEvaluation(asked.key, false, context, quiet).variant))};
            } catch (e) {
              answer = {refused: String(e.message || e)};
            }
            process.stdout.write(JSON.stringify(answer));
            """;

    private FlagdCore() {}

    /**
     * What came of it.
     *
     * @param variants one per context
     * @param refused why the flags were not taken; empty when they were
     */
    public record Answer(List<String> variants, String refused) {}

    /** Resolves a boolean flag of a flagd file in JSON for each context; without contexts it only looks whether the file is one. */
    public static Answer ask(String flags, String key, List<Map<String, Object>> contexts) {
        NpmPackages packages =
                NpmPackages.installed("flagd-core-4.0.1", "@openfeature/flagd-core@4.0.1", "@openfeature/core@1.12.0");
        try {
            Path input = Files.createTempFile("flagd-core", ".json");
            Files.writeString(
                    input, MAPPER.writeValueAsString(Map.of("flags", flags, "key", key, "contexts", contexts)));
            Path output = Files.createTempFile("flagd-core", ".out");
            Process node = new ProcessBuilder(packages.node(SCRIPT))
                    .directory(packages.folder().toFile())
                    .redirectInput(input.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!node.waitFor(2, TimeUnit.MINUTES) || node.exitValue() != 0) {
                node.destroyForcibly();
                throw new IllegalStateException("flagd-core failed: " + Files.readString(output));
            }
            Map<String, Object> answer = MAPPER.readValue(
                    Files.readString(output, StandardCharsets.UTF_8), new TypeReference<Map<String, Object>>() {});
            Object variants = answer.getOrDefault("variants", List.of());
            return new Answer(
                    ((List<?>) variants).stream().map(String::valueOf).toList(),
                    String.valueOf(answer.getOrDefault("refused", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
