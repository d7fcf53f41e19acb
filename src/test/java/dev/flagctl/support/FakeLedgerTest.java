// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.contract.LedgerContract;
import dev.flagctl.port.Ledger;

final class FakeLedgerTest implements LedgerContract {

    private final TestClock clock = new TestClock();
    private final FakeLedger ledger = new FakeLedger(clock);

    @Override
    public Ledger open() {
        return ledger;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
