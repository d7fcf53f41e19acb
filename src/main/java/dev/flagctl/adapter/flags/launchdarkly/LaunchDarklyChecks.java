// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.http.ClockSkew;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Looks whether LaunchDarkly can be reached, whose token it is, whether the environment is there, and how the clocks compare. */
final class LaunchDarklyChecks {

    private final LaunchDarklyApi api;
    private final Clock clock;
    private final String environment;

    LaunchDarklyChecks(LaunchDarklyApi api, Clock clock, String environment) {
        this.api = api;
        this.clock = clock;
        this.environment = environment;
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        try {
            Instant sent = clock.instant();
            HttpAnswer answer = api.caller("check the token");
            checks.add(Check.ok("reachable", api.target()));
            checks.add(Check.clock(ClockSkew.of(answer, sent, clock.instant())));
            token(checks, api.json("check the token", answer));
            limits(checks, answer);
        } catch (AdapterException e) {
            checks.add(Check.failed(
                    e.failure() == AdapterException.Failure.FORBIDDEN ? "token" : "reachable",
                    e.sentence(),
                    "correct \"token\" or \"url\" of the adapter"));
            return checks;
        }
        environment(checks);
        return checks;
    }

    private static void token(List<Check> checks, JsonNode caller) {
        String name = caller.path("tokenName").asString("");
        checks.add(
                Check.ok("token", name.isEmpty() ? caller.path("authKind").asString("accepted") : "\"" + name + "\""));
    }

    private static void limits(List<Check> checks, HttpAnswer answer) {
        String left = answer.headers().get("x-ratelimit-global-remaining");
        if (left != null) {
            checks.add(Check.ok("limits", left + " calls left in this window of 10 s"));
        }
    }

    private void environment(List<Check> checks) {
        try {
            JsonNode found = api.environment("check the environment \"" + environment + "\"", environment);
            boolean approvals = found.path("approvalSettings").path("required").asBoolean(false);
            checks.add(
                    approvals
                            ? Check.warning(
                                    "environment",
                                    environment + " asks for approvals",
                                    "each change waits until somebody agrees in LaunchDarkly")
                            : Check.ok("environment", environment));
        } catch (AdapterException e) {
            checks.add(Check.failed(
                    "environment",
                    e.sentence(),
                    "correct \"project\" or \"environments\" of the adapter, or give the token access"));
        }
    }
}
