// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.prometheus;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.ClockSkew;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Looks whether a Prometheus would answer, for {@code flagctl doctor}. */
final class PromChecks {

    private final PromCalls calls;
    private final Clock clock;

    PromChecks(PromCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    List<Check> look() {
        List<Check> checks = new ArrayList<>();
        Instant sent = clock.instant();
        try {
            HttpAnswer answer = calls.version();
            checks.add(Check.ok("reachable", "it answers"));
            checks.add(version(answer));
            ClockSkew.of(answer, sent, clock.instant()).ifPresent(skew -> checks.add(Check.clock(skew)));
        } catch (AdapterException e) {
            checks.add(
                    e.failure() == Failure.FORBIDDEN
                            ? Check.failed("token", e.sentence(), "set \"token\", or the headers that it wants")
                            : Check.failed(
                                    "reachable", e.sentence(), "check \"url\": the address in front of /api/v1"));
        }
        return checks;
    }

    private static Check version(HttpAnswer answer) {
        try {
            String version = JsonMapper.shared()
                    .readTree(answer.body())
                    .path("data")
                    .path("version")
                    .asString("");
            return version.isEmpty() ? Check.unknown("version", "it does not say") : Check.ok("version", version);
        } catch (JacksonException e) {
            return Check.unknown("version", "it does not say");
        }
    }
}
