// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static dev.flagctl.contract.FlagServiceContract.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import dev.flagctl.support.FaultProxy.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a flag service over HTTP does when calls go wrong: says what kind of failure it is, repeats only what is safe, never says done for what is
 * not, doubles nothing, and comes to the wanted state in the next run. Faults are made between it and a real server.
 */
public interface FlagServiceFaultContract {

    /** How late a slow answer is; the adapter under test gives up before. */
    Duration SLOW = Duration.ofMillis(2_500);

    /** The proxy between the adapter and the server. */
    FaultProxy proxy();

    /** Opens the adapter through the proxy, with a time-out shorter than {@link #SLOW} and waits that take no time. */
    FlagService open();

    /** Returns the waits that the adapters opened so far have asked for. */
    List<Duration> waits();

    /** Takes all flags away from the server. */
    void empty();

    /** Tells whether a request only reads. */
    boolean reads(Seen seen);

    /** Returns how many rules of flagctl's the server has for a flag: more than one for one share is one too many. */
    int rules(String key);

    /** Returns what must never be in a message. */
    String secret();

    /** Kills the server as a crash would. */
    void kill();

    /** Starts it again with what it had stored. */
    void restart();

    /** What is written, and from where. */
    enum Scenario {
        CREATE(null, 25.0),
        RAISE(10.0, 25.0),
        LOWER(25.0, 10.0),
        OFF(25.0, 0.0),
        ARCHIVE(0.0, null);

        private final @Nullable Double before;
        private final @Nullable Double after;

        Scenario(@Nullable Double before, @Nullable Double after) {
            this.before = before;
            this.after = after;
        }

        @Nullable
        FlagState before(String key) {
            return before == null ? null : FlagServiceFaultContract.state(key, percent(before));
        }

        @Nullable
        FlagState after(String key) {
            return after == null ? null : FlagServiceFaultContract.state(key, percent(after));
        }
    }

    static FlagState state(String key, Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", exposure, "targetingKey", key);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Fault.status(401, "{\"message\":\"no\"}"), Failure.FORBIDDEN),
                Arguments.of(Fault.status(403, "{\"message\":\"no\"}"), Failure.FORBIDDEN),
                Arguments.of(Fault.status(404, "{\"message\":\"no\"}"), Failure.REFUSED),
                Arguments.of(Fault.status(409, "{\"message\":\"no\"}"), Failure.REFUSED),
                Arguments.of(Fault.page(413), Failure.REFUSED));
    }

    /** Faults that another try may mend. */
    static Stream<Fault> passing() {
        return Stream.of(
                Fault.retryAfter(429, 3),
                Fault.retryAfter(503, 2),
                Fault.status(500, "{\"message\":\"oops\"}"),
                Fault.page(502),
                Fault.statusAfter(504),
                Fault.RESET_BEFORE,
                Fault.RESET_AFTER,
                Fault.TRUNCATED,
                Fault.slow(SLOW));
    }

    static Stream<Arguments> refusedScenarios() {
        return refusals()
                .flatMap(refusal -> Stream.of(Scenario.CREATE, Scenario.LOWER, Scenario.ARCHIVE)
                        .map(scenario -> Arguments.of(refusal.get()[0], refusal.get()[1], scenario)));
    }

    static Stream<Arguments> passingScenarios() {
        return passing().flatMap(fault -> Stream.of(Scenario.values()).map(scenario -> Arguments.of(fault, scenario)));
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#refusals")
    default void a_read_that_is_refused_says_so_and_is_not_repeated(Fault fault, Failure failure) {
        proxy().fault(this::reads, fault, 1);

        AdapterException thrown = failingRead();

        assertThat(thrown.failure()).isEqualTo(failure);
        assertClean(thrown);
        assertThat(proxy().seen()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#passing")
    default void a_read_whose_answer_does_not_come_is_repeated(Fault fault) {
        write(null, Scenario.RAISE.before("checkout"));
        proxy().reset();
        proxy().fault(this::reads, fault, 1);

        try (FlagService flags = open()) {
            assertThat(FlagServiceContract.read(flags, "checkout").state())
                    .isEqualTo(Scenario.RAISE.before("checkout"));
        }

        assertThat(proxy().seen()).hasSize(2);
        if (fault.status() == 429) {
            assertThat(waits()).as("Retry-After is obeyed").contains(Duration.ofSeconds(3));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#passing")
    default void a_read_whose_answer_never_comes_ends_as_a_failure_and_not_as_an_empty_answer(Fault fault) {
        proxy().fault(this::reads, fault, 100);

        AdapterException thrown = failingRead();

        assertThat(thrown.failure()).isIn(Failure.TRANSIENT, Failure.GARBLED);
        assertClean(thrown);
        assertThat(proxy().seen()).hasSizeBetween(2, 4);
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#refusedScenarios")
    default void a_write_that_is_refused_says_so_is_not_repeated_and_is_made_good_by_the_next_run(
            Fault fault, Failure failure, Scenario scenario) {
        int calls = changingCalls(scenario);
        for (int at = 1; at <= calls; at++) {
            WriteOutcome outcome = attempt(scenario, fault, at);

            AdapterException told = outcome.failure();
            assertThat(told).as("%s at changing call %d", fault, at).isNotNull();
            assertThat(told.failure()).isEqualTo(failure);
            assertClean(told);
            assertThat(proxy().seen().stream().filter(seen -> !reads(seen))).hasSize(at);
            settle(scenario);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#passingScenarios")
    default void a_write_that_met_a_passing_fault_is_never_said_to_be_done_when_it_is_not_and_nothing_is_doubled(
            Fault fault, Scenario scenario) {
        int calls = changingCalls(scenario);
        for (int at = 1; at <= calls; at++) {
            WriteOutcome outcome = attempt(scenario, fault, at);

            if (outcome.failure() == null) {
                assertServes(scenario);
            } else {
                assertThat(outcome.failure().failure())
                        .isIn(Failure.TRANSIENT, Failure.UNKNOWN_OUTCOME, Failure.GARBLED);
                assertClean(outcome.failure());
            }
            settle(scenario);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#passing")
    default void a_write_whose_calls_all_fail_ends_soon_and_is_made_good_by_the_next_run(Fault fault) {
        proxy().fault(seen -> !reads(seen), fault, 1_000);

        WriteOutcome outcome = write(null, Scenario.CREATE.after("checkout"));

        // What arrived although no answer did was read back: then it is done.
        if (outcome.failure() != null) {
            assertThat(outcome.failure().failure()).isIn(Failure.TRANSIENT, Failure.UNKNOWN_OUTCOME, Failure.GARBLED);
        }
        assertThat(proxy().seen()).hasSizeLessThan(60);
        settle(Scenario.CREATE);
    }

    @Test
    default void a_server_that_is_killed_half_way_is_told_and_the_next_run_does_the_rest() {
        List<FlagWrite> writes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String key = "flag-" + i;
            writes.add(new FlagWrite(spec(key), null, state(key, percent(25))));
        }
        int[] calls = {0};
        proxy().watch(seen -> {
            if (!reads(seen) && ++calls[0] == 15) {
                kill();
            }
        });

        List<WriteOutcome> outcomes;
        try (FlagService flags = open()) {
            outcomes = flags.write(SCOPE, writes);
        }

        assertThat(outcomes).hasSize(20).anyMatch(outcome -> outcome.failure() != null);
        for (WriteOutcome outcome : outcomes) {
            if (outcome.failure() != null) {
                assertThat(outcome.failure().failure())
                        .isIn(Failure.UNREACHABLE, Failure.TRANSIENT, Failure.UNKNOWN_OUTCOME);
                assertClean(outcome.failure());
            }
        }
        proxy().reset();
        restart();
        try (FlagService flags = open()) {
            for (WriteOutcome outcome : outcomes) {
                FlagState wanted = state(outcome.key(), percent(25));
                ObservedFlag found = FlagServiceContract.read(flags, outcome.key());
                assertThat(FlagServiceContract.write(flags, outcome.key(), found.state(), wanted)
                                .failure())
                        .isNull();
                assertThat(FlagServiceContract.read(flags, outcome.key()).state())
                        .isEqualTo(wanted);
                assertThat(rules(outcome.key())).isEqualTo(1);
            }
            assertThat(flags.list(SCOPE)).hasSize(20);
        }
    }

    private AdapterException failingRead() {
        try (FlagService flags = open()) {
            return catchThrowableOfType(AdapterException.class, () -> FlagServiceContract.read(flags, "checkout"));
        }
    }

    private WriteOutcome write(@Nullable FlagState before, @Nullable FlagState after) {
        try (FlagService flags = open()) {
            return FlagServiceContract.write(flags, "checkout", before, after);
        }
    }

    private void begin(Scenario scenario) {
        proxy().reset();
        empty();
        FlagState before = scenario.before("checkout");
        if (before != null) {
            assertThat(write(null, before).failure()).isNull();
        }
        proxy().reset();
    }

    private int changingCalls(Scenario scenario) {
        begin(scenario);
        assertThat(write(scenario.before("checkout"), scenario.after("checkout"))
                        .failure())
                .isNull();
        return (int) proxy().seen().stream().filter(seen -> !reads(seen)).count();
    }

    private WriteOutcome attempt(Scenario scenario, Fault fault, int at) {
        begin(scenario);
        int[] calls = {0};
        Predicate<Seen> thisOne = seen -> !reads(seen) && ++calls[0] == at;
        proxy().fault(thisOne, fault, 1);
        return write(scenario.before("checkout"), scenario.after("checkout"));
    }

    /** The next run: it reads, plans from what it found, and writes. */
    private void settle(Scenario scenario) {
        proxy().reset();
        try (FlagService flags = open()) {
            ObservedFlag found = FlagServiceContract.read(flags, "checkout");
            assertThat(found.unreadable()).isEmpty();
            assertThat(FlagServiceContract.write(flags, "checkout", found.state(), scenario.after("checkout"))
                            .failure())
                    .isNull();
        }
        assertServes(scenario);
        long changes = proxy().seen().stream().filter(seen -> !reads(seen)).count();
        try (FlagService flags = open()) {
            FlagState wanted = scenario.after("checkout");
            assertThat(FlagServiceContract.write(flags, "checkout", wanted, wanted)
                            .failure())
                    .isNull();
        }
        assertThat(proxy().seen().stream().filter(seen -> !reads(seen)))
                .as("a run later only reads")
                .hasSize((int) changes);
    }

    private void assertServes(Scenario scenario) {
        try (FlagService flags = open()) {
            ObservedFlag found = FlagServiceContract.read(flags, "checkout");
            if (scenario == Scenario.ARCHIVE) {
                assertThat(found.presence()).isNotEqualTo(Presence.PRESENT);
                return;
            }
            assertThat(found.state()).isEqualTo(scenario.after("checkout"));
            assertThat(rules("checkout")).isEqualTo(1);
            assertThat(flags.list(SCOPE)).hasSize(1);
        }
    }

    private void assertClean(AdapterException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(String.valueOf(each)).doesNotContain(secret()).doesNotContain("stack.js");
        }
    }
}
