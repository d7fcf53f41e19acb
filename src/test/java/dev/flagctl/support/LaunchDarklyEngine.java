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

/** LaunchDarkly's own engine: the server SDK for Node with flags from a file. Nothing is called. */
public final class LaunchDarklyEngine {

    private static final String SCRIPT = """
            const fs = require('fs');
            const ld = require('@launchdarkly/node-server-sdk');
            const {FileDataSourceFactory} = require('@launchdarkly/node-server-sdk/integrations');
            const [file, key, environment, input] = process.argv.slice(1);
            const flag = JSON.parse(fs.readFileSync(file, 'utf8'));
            const served = flag.environments[environment];
            const rule = r => ({id: r._id, clauses: r.clauses, variation: r.variation, rollout: r.rollout});
            fs.writeFileSync(file + '.data', JSON.stringify({flags: {[key]: {key, on: served.on, version: 1, salt: served.salt,
              variations: flag.variations.map(v => v.value), offVariation: served.offVariation, fallthrough: served.fallthrough,
              rules: served.rules.map(rule), targets: [], prerequisites: []}}}));
            const quiet = {debug() {}, info() {}, warn() {}, error: console.error};
            const client = ld.init('sdk-key', {sendEvents: false, logger: quiet, diagnosticOptOut: true,
              updateProcessor: new FileDataSourceFactory({paths: [file + '.data']}).getFactory()});
            client.waitForInitialization({timeout: 20}).then(async () => {
              const out = [];
              for (const line of fs.readFileSync(input, 'utf8').split('\\n')) {
                if (!line) continue;
                const {targetingKey, ...attributes} = JSON.parse(line);
                out.push('= ' + await client.variation(key, {kind: 'user', key: targetingKey, ...attributes}, 'error'));
              }
              process.stdout.write(out.join('\\n') + '\\n', () => process.exit(0));
            }, e => { console.error(e); process.exit(1); });
            """;

    private LaunchDarklyEngine() {}

    /**
     * Evaluates a flag for each evaluation context.
     *
     * @param flag the flag as LaunchDarkly's API shows it, in JSON
     * @param contexts JSON objects, each on one line
     * @return values, in order
     */
    public static List<String> evaluate(String flag, String key, String environment, List<String> contexts) {
        NpmPackages packages = NpmPackages.installed("launchdarkly-9.10.2", "@launchdarkly/node-server-sdk@9.10.2");
        try {
            Path folder = Files.createTempDirectory("launchdarkly");
            Path file = Files.writeString(folder.resolve("flag.json"), flag);
            Path input = Files.write(folder.resolve("contexts.jsonl"), contexts);
            Path output = folder.resolve("served.txt");
            List<String> command = new ArrayList<>(packages.node(SCRIPT));
            command.addAll(List.of(file.toString(), key, environment, input.toString()));
            Process node = new ProcessBuilder(command)
                    .directory(packages.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = node.waitFor(2, TimeUnit.MINUTES);
            node.destroyForcibly();
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
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
