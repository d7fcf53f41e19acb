// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.http.ClockSkew;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Looks whether LaunchDarkly can be reached, whose token it is, whether the environment is there, and how the clocks compare. */
final class LaunchDarklyChecks {

    private static final Duration MOST_SKEW = Duration.ofSeconds(30);

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
            clock(checks, ClockSkew.of(answer, sent, clock.instant()));
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

    private static void clock(List<Check> checks, Optional<Duration> skew) {
        skew.ifPresent(ahead -> checks.add(
                ahead.abs().compareTo(MOST_SKEW) <= 0
                        ? Check.ok("clock", "equal within " + MOST_SKEW.toSeconds() + " s")
                        : Check.warning(
                                "clock",
                                "off by " + ahead.abs().toSeconds() + " s",
                                "set the clock of this machine: holds and bakes are counted by it")));
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
