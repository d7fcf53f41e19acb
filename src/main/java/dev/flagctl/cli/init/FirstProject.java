// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.init;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The manifests that a new project begins with, each with comments that say what can be changed.
 *
 * @param name name of the project
 * @param environments names of the environments, in the order in which a feature reaches them; at least one
 * @param feature name of the first feature
 * @param owner team or person who answers for it
 * @param flagsFile flag file of flagd; {@code ${environment}} stands for the environment
 */
public record FirstProject(String name, List<String> environments, String feature, String owner, String flagsFile) {

    /** The form of every name in manifests. */
    public static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?");

    /** Where a name would be read as something else than a text, by YAML 1.1 or 1.2. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    public FirstProject {
        environments = List.copyOf(environments);
    }

    /** Returns the Project manifest. */
    public String project() {
        return PROJECT.replace("@NAME@", quoted(name))
                .replace("@ENVIRONMENTS@", environmentLines())
                .replace("@FLAGS@", flagsFile.replace("\\", "\\\\").replace("\"", "\\\""));
    }

    /** Returns the Feature manifest. */
    public String featureManifest() {
        return FEATURE.replace("@NAME@", quoted(feature))
                .replace("@OWNER@", owner.replace("\\", "\\\\").replace("\"", "\\\""))
                .replace("@ROLLOUT@", rolloutLines());
    }

    /** Returns the Metric manifest. */
    public String metric() {
        return METRIC;
    }

    private String environmentLines() {
        StringBuilder lines = new StringBuilder();
        for (String environment : environments) {
            boolean isProtected = environment.equals("production") || environment.equals("prod");
            lines.append("    ").append(quoted(environment)).append(": {flags: local, telemetry: outcomes");
            // More exposure there asks for the feature's name, not only for a "yes".
            lines.append(isProtected ? ", protected: true}\n" : "}\n");
        }
        return lines.toString();
    }

    private String rolloutLines() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < environments.size() - 1; i++) {
            lines.append("    ").append(quoted(environments.get(i))).append(": {");
            lines.append(after(i, "after: [", "], ")).append("strategy: all-at-once}\n");
        }
        int last = environments.size() - 1;
        lines.append("    ").append(quoted(environments.get(last))).append(":\n");
        lines.append(after(last, "      after: [", "]\n"));
        return lines.append(CANARY).toString();
    }

    private String after(int index, String before, String behind) {
        return index == 0 ? "" : before + quoted(environments.get(index - 1)) + behind;
    }

    private static String quoted(String name) {
        boolean isWord = name.charAt(0) >= 'a' && name.charAt(0) <= 'z' && !WORDS.contains(name);
        return isWord ? name : "\"" + name + "\"";
    }

    private static final String PROJECT = """
            # yaml-language-server: $schema=flagctl.schema.json
            # What all features of this folder share. Features and metrics are in manifests/.
            apiVersion: flagctl.dev/v1
            kind: Project
            metadata: {name: @NAME@}
            spec:
              # Where flags are served. "flags" and "telemetry" name adapters below.
              environments:
            @ENVIRONMENTS@

              # Named groups of users by attributes of the evaluation context; stages can begin with one.
              cohorts:
                employees: {all: [{attribute: email, ends-with: "@example.com"}]}

              # What flagctl works with. Secrets are references such as "${env:TOKEN}", never values.
              adapters:
                local: {type: flagd, path: "@FLAGS@"}
                outcomes: {type: events, path: "events/${environment}.jsonl"}
                terminal: {type: console}

              # The record of everything that was decided and done. Keep it: it knows how far each rollout is.
              ledger: {type: sqlite, path: .flagctl/ledger.db}
            """.replace("@ENVIRONMENTS@\n", "@ENVIRONMENTS@");

    private static final String FEATURE = """
            # yaml-language-server: $schema=../flagctl.schema.json
            apiVersion: flagctl.dev/v1
            kind: Feature
            # The version follows semver.org; every edit moves it.
            metadata: {name: @NAME@, version: 0.1.0, owner: "@OWNER@"}
            spec:
              description: What users get, in one sentence
              type: release
              variants: {"on": true, "off": false}
              serve: {treatment: "on", control: "off"}
              # The attribute that is bucketed: the same user stays in the same group on the way up.
              unit: targetingKey

              # How the treatment reaches users, environment by environment. "flagctl plan" shows what is due.
              rollout:
            @ROLLOUT@

              # What must stay healthy. The metric is in metrics.yaml.
              guardrails:
                - {metric: http-errors, role: critical, worse-than: control, margin: 10%}
              on-failure: {action: roll-back, to: last-healthy, cooldown: 4h}

              notify:
                - {to: terminal, on: [advanced, rolled-back, held]}
            """.replace("@ROLLOUT@\n", "@ROLLOUT@");

    private static final String CANARY = """
                  strategy: canary
                  stages:
                    - {cohort: employees, bake: 1d}
                    - {percent: 1, bake: {time: 1h, exposures: 1000}}
                    - {percent: 10, bake: 4h}
                    - {percent: 50, bake: 1d}
                    - {percent: 100, soak: 7d}
            """;

    private static final String METRIC = """
            # yaml-language-server: $schema=../flagctl.schema.json
            # A share of bad outcomes, counted per variant from events: lines of JSON that your application writes.
            apiVersion: flagctl.dev/v1
            kind: Metric
            metadata: {name: http-errors}
            spec:
              kind: ratio
              description: Requests that end in a server error
              events:
                event: http-request
                bad: {attribute: status, at-least: 500}
            """;
}
