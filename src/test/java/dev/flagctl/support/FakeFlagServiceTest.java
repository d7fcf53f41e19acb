// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.port.FlagService;

final class FakeFlagServiceTest implements FlagServiceContract {

    private final FakeFlagService flags = new FakeFlagService();

    @Override
    public FlagService open() {
        return flags;
    }

    @Override
    public Object changes() {
        return flags.writes().size();
    }
}
