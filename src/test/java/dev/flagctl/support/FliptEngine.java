// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The evaluation engine of Flipt's clients, WebAssembly in the npm package of the JavaScript client.
 *
 * <p>It reads the snapshot that a Flipt server makes of a features file; the script here makes it the same way, with segments resolved into
 * rollouts and rules.
 */
public final class FliptEngine {

    private static final String SCRIPT = """
            const fs = require('fs'), http = require('http');
            const {FliptClient} = require('@flipt-io/flipt-client-js');
            const [file, key, kind, input] = process.argv.slice(1);
            const doc = JSON.parse(fs.readFileSync(file, 'utf8'));
            const segments = Object.fromEntries((doc.segments || []).map(s => [s.key, {
              key: s.key, matchType: s.match_type.replace('_MATCH_TYPE', '_SEGMENT_MATCH_TYPE'),
              constraints: (s.constraints || []).map((c, i) => ({id: '' + i, type: c.type.replace('_COMPARISON_TYPE', '_CONSTRAINT_COMPARISON_TYPE'),
                property: c.property, operator: c.operator, value: c.value || ''}))}]));
            const of = s => ({segmentOperator: s.operator || 'OR_SEGMENT_OPERATOR', segments: s.keys.map(k => segments[k])});
            const variant = v => ({id: v.key, key: v.key, attachment: JSON.stringify(v.attachment)});
            const flags = doc.flags.map(f => ({key: f.key, name: f.name, enabled: f.enabled, type: f.type,
              defaultVariant: (f.variants || []).filter(v => v.default).map(variant)[0],
              rollouts: (f.rollouts || []).map((r, i) => r.threshold
                ? {type: 'THRESHOLD_ROLLOUT_TYPE', rank: i + 1, threshold: r.threshold}
                : {type: 'SEGMENT_ROLLOUT_TYPE', rank: i + 1, segment: {value: r.segment.value, ...of(r.segment)}}),
              rules: (f.rules || []).map((r, i) => ({id: '' + i, rank: i + 1, ...of(r.segment),
                distributions: r.distributions.map(d => ({ruleId: '' + i, rollout: d.rollout, variantId: d.variant, variantKey: d.variant, variantAttachment: ''}))}))}));
            const server = http.createServer((q, a) => { a.setHeader('content-type', 'application/json'); a.end(JSON.stringify({namespace: {key: 'default'}, flags})); });
            server.listen(0, '127.0.0.1', async () => {
              const client = await FliptClient.init({url: 'http://127.0.0.1:' + server.address().port, updateInterval: 0});
              const out = [];
              for (const line of fs.readFileSync(input, 'utf8').split('\\n')) {
                if (!line) continue;
                const {targetingKey, ...context} = JSON.parse(line);
                const request = {flagKey: key, entityId: targetingKey, context};
                out.push('= ' + (kind === 'boolean' ? client.evaluateBoolean(request).enabled : client.evaluateVariant(request).variantKey));
              }
              process.stdout.write(out.join('\\n') + '\\n');
              client.close(); server.close(); process.exit(0);
            });
            """;

    private FliptEngine() {}

    /**
     * Evaluates a flag for each evaluation context.
     *
     * @param featuresFile a features file in JSON
     * @param isBoolean whether the flag is asked for as true or false, or for its variant
     * @param contexts JSON objects of texts, each on one line
     * @return true, false or the keys of variants, in order
     */
    public static List<String> evaluate(Path featuresFile, String key, boolean isBoolean, List<String> contexts) {
        NpmPackages packages = NpmPackages.installed("flipt-client-0.5.1", "@flipt-io/flipt-client-js@0.5.1");
        try {
            Path input = Files.createTempFile("contexts", ".jsonl");
            Path output = Files.createTempFile("served", ".txt");
            Files.write(input, contexts);
            List<String> command = new ArrayList<>(packages.node(SCRIPT));
            command.addAll(List.of(
                    featuresFile.toAbsolutePath().toString(),
                    key,
                    isBoolean ? "boolean" : "variant",
                    input.toString()));
            Process node = new ProcessBuilder(command)
                    .directory(packages.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = node.waitFor(2, TimeUnit.MINUTES);
            node.destroyForcibly();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            Files.delete(input);
            Files.delete(output);
            List<String> served = lines.stream()
                    .filter(line -> line.startsWith("= "))
                    .map(line -> line.substring(2))
                    .toList();
            if (!ended || node.exitValue() != 0 || served.size() != contexts.size()) {
                throw new IllegalStateException("the engine did not answer: " + lines);
            }
            return served;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
