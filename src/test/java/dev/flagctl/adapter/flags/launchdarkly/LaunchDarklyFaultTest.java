// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static dev.flagctl.contract.FlagServiceContract.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.FlagServiceFaultContract;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that break on the way to LaunchDarkly. Not {@link FlagServiceFaultContract} itself: a 409 is somebody else's change here, and is tried again.
 */
final class LaunchDarklyFaultTest {

    private final StrictLaunchDarkly server = new StrictLaunchDarkly();
    private final FaultProxy proxy = new FaultProxy(server.url());

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    private WriteOutcome write(@Nullable Exposure before, Exposure after) {
        try (FlagService flags = LaunchDarklyContractTest.open(proxy.url())) {
            FlagState seen = before == null ? null : FlagServiceFaultContract.state("checkout", before);
            FlagState wanted = FlagServiceFaultContract.state("checkout", after);
            return flags.write(SCOPE, List.of(new FlagWrite(spec("checkout"), seen, wanted)))
                    .get(0);
        }
    }

    private @Nullable FlagState served() {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            return flags.read(SCOPE, List.of(spec("checkout"))).get("checkout").state();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#passing")
    void a_change_that_breaks_is_looked_up_and_never_done_twice(Fault fault) {
        write(null, percent(10));
        int before = server.changes();
        proxy.fault(seen -> !seen.method().equals("GET"), fault, 1);

        WriteOutcome outcome = write(percent(10), percent(25));

        if (outcome.failure() != null) {
            assertThat(outcome.failure()).hasMessageNotContaining(StrictLaunchDarkly.TOKEN);
            assertThat(write(percent(10), percent(25)).failure()).isNull();
        }
        assertThat(served()).isEqualTo(FlagServiceFaultContract.state("checkout", percent(25)));
        assertThat(server.changes()).as("one change took effect").isEqualTo(before + 1);
    }

    @ParameterizedTest
    @MethodSource("dev.flagctl.contract.FlagServiceFaultContract#passing")
    void a_creation_that_breaks_leaves_one_flag_that_serves_what_was_wanted(Fault fault) {
        proxy.fault(seen -> seen.method().equals("POST"), fault, 1);

        WriteOutcome outcome = write(null, percent(25));

        if (outcome.failure() != null) {
            // Created without its patch: it serves nobody, and the next run goes on from there.
            Exposure there = server.flags.isEmpty() ? null : Exposure.NONE;
            assertThat(write(there, percent(25)).failure()).isNull();
        }
        assertThat(served()).isEqualTo(FlagServiceFaultContract.state("checkout", percent(25)));
        assertThat(server.flags).hasSize(1);
    }
}
