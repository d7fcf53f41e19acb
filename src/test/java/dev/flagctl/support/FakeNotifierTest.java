// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.contract.NotifierContract;
import dev.flagctl.port.Notifier;
import java.util.List;

final class FakeNotifierTest implements NotifierContract {

    private final FakeNotifier notifier = new FakeNotifier();

    @Override
    public Notifier open() {
        return notifier;
    }

    @Override
    public List<String> deliveries() {
        return notifier.delivered().stream()
                .map(notice -> notice.toString().replaceAll("\\p{Cntrl}", " "))
                .toList();
    }
}
