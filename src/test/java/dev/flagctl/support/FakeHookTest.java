// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.contract.HookContract;
import dev.flagctl.port.Hook;
import java.time.Duration;

final class FakeHookTest implements HookContract {

    @Override
    public Hook that(boolean passes, String says) {
        return new FakeHook(passes, says, Duration.ZERO);
    }

    @Override
    public Hook thatNeverEnds() {
        return new FakeHook(true, "", Duration.ofDays(1));
    }
}
