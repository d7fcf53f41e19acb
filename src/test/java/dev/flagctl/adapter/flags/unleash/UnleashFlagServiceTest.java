// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.port.FlagService;
import dev.flagctl.support.UnleashServer;
import org.junit.jupiter.api.BeforeEach;

/** A real Unleash passes the contract of flag services. */
final class UnleashFlagServiceTest implements FlagServiceContract {

    private final UnleashServer server = UnleashServer.shared();

    @BeforeEach
    void empty() {
        server.clear();
    }

    @Override
    public FlagService open() {
        return UnleashAdapter.at(server.url());
    }

    @Override
    public Object changes() {
        return server.changes();
    }
}
