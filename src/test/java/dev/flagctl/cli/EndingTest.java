// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.LockedException;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.plan.Plan;
import dev.flagctl.run.RunResult;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of facts of one apply, in either order; which of them a real run can meet together is in {@link ApplyEndsTest}. */
final class EndingTest {

    /** What can become true, the gravest first: the order of the list in {@code docs/exit-codes.md}. */
    private static final Map<Integer, Consumer<Ending>> FACTS = new LinkedHashMap<>();

    static {
        FACTS.put(70, ending -> ending.failed(new IllegalStateException("a bug")));
        FACTS.put(4, ending -> ending.round(result(1, 0, 1, 1)));
        FACTS.put(130, ending -> ending.stopped(Optional.of(ExitCode.INTERRUPTED)));
        FACTS.put(143, ending -> ending.stopped(Optional.of(ExitCode.TERMINATED)));
        FACTS.put(9, ending -> ending.round(result(1, 1, 1, 0)));
        FACTS.put(7, ending -> ending.failed(new LockedException("erin holds the lease")));
        FACTS.put(
                8,
                ending -> ending.failed(
                        new AdapterException(AdapterException.Failure.UNREACHABLE, "read", "it", "silence")));
        FACTS.put(6, ending -> ending.failed(new RefusedException("the plan is stale", "plan again")));
        FACTS.put(1, ending -> ending.round(result(0, 1, 0, 0)));
        FACTS.put(0, ending -> ending.round(result(3, 0, 3, 0)));
    }

    static Stream<Arguments> pairs() {
        List<Integer> codes = List.copyOf(FACTS.keySet());
        return codes.stream()
                .flatMap(one -> codes.stream().map(other -> {
                    int graver = Math.min(codes.indexOf(one), codes.indexOf(other));
                    return Arguments.of(one, other, codes.get(graver));
                }));
    }

    @ParameterizedTest(name = "{0} and then {1} end with {2}")
    @MethodSource("pairs")
    void the_gravest_fact_is_told_whenever_it_came(int one, int other, int expected) {
        Ending ending = new Ending();

        FACTS.get(one).accept(ending);
        FACTS.get(other).accept(ending);

        assertThat(ending.code().code()).isEqualTo(expected);
    }

    private static RunResult result(int done, int failed, int live, int rolledBack) {
        Plan plan = new Plan("shop", List.of(), Instant.EPOCH, 1, List.of(), List.of());
        return new RunResult(plan, done, failed, 0, live, rolledBack, false);
    }
}
