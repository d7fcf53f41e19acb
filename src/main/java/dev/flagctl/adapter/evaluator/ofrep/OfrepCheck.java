// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.ClockSkew;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Looks whether evaluations would work, by one of a flag that nobody has: that answers fast and counts for nobody's usage. */
final class OfrepCheck {

    private static final String NOBODYS_FLAG = "flagctl-doctor";

    private final OfrepCalls calls;
    private final Clock clock;

    OfrepCheck(OfrepCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    List<Check> look() {
        try {
            Instant sent = clock.instant();
            HttpAnswer answer = calls.send(NOBODYS_FLAG, Map.of("targetingKey", NOBODYS_FLAG));
            return List.of(protocol(answer), Check.clock(ClockSkew.of(answer, sent, clock.instant())));
        } catch (AdapterException e) {
            return List.of(failed(e));
        }
    }

    private static Check failed(AdapterException failed) {
        return failed.failure() == Failure.FORBIDDEN
                ? Check.failed("token", failed.sentence(), "set the adapter's token, or the headers that it wants")
                : Check.failed("reachable", failed.sentence(), "check the adapter's url, and whether it runs");
    }

    private Check protocol(HttpAnswer answer) {
        boolean speaks = answer.status() == 200
                ? OfrepJson.evaluation(answer.body()).isPresent()
                : OfrepJson.problem(answer.body()).isPresent();
        return speaks
                ? Check.ok("reachable", "OFREP answers at " + calls.shownUrl())
                : Check.failed(
                        "reachable",
                        "something answers at " + calls.shownUrl() + " (status " + answer.status()
                                + "), but not as OFREP does",
                        "give the address before /ofrep/v1, such as http://localhost:8016 for flagd");
    }
}
