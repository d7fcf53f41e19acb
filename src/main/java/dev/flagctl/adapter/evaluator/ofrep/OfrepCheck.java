// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.port.Check;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks whether evaluations would work, by one of a flag that nobody has: that answers fast and counts for nobody's usage. */
final class OfrepCheck {

    private static final String NOBODYS_FLAG = "flagctl-doctor";

    /** Beyond the second that the Date header leaves open, and what a slow answer may add to it. */
    private static final Duration ALLOWED_SKEW = Duration.ofSeconds(10);

    private final OfrepCalls calls;
    private final Clock clock;

    OfrepCheck(OfrepCalls calls, Clock clock) {
        this.calls = calls;
        this.clock = clock;
    }

    List<Check> look() {
        HttpAnswer answer;
        try {
            answer = calls.send(NOBODYS_FLAG, Map.of("targetingKey", NOBODYS_FLAG));
        } catch (AdapterException e) {
            return List.of(failed(e));
        }
        List<Check> checks = new ArrayList<>();
        checks.add(protocol(answer));
        checks.add(clock(answer.headers().get("date")));
        return checks;
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

    private Check clock(@Nullable String date) {
        Instant theirs = instant(date);
        if (theirs == null) {
            return Check.unknown("clock", "it does not tell its time");
        }
        Duration skew = Duration.between(theirs, clock.instant()).abs();
        if (skew.compareTo(ALLOWED_SKEW) <= 0) {
            return Check.ok("clock", "it agrees within " + ALLOWED_SKEW.toSeconds() + " s");
        }
        return Check.warning(
                "clock",
                "its clock and this machine's differ by " + skew.toSeconds() + " s",
                "let both follow a time server; rules that look at the time decide by its clock");
    }

    private static @Nullable Instant instant(@Nullable String date) {
        try {
            return date == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
