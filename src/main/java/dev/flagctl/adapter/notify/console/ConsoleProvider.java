// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.console;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.Settings;

/** Makes notifiers of type {@code console}; it has no settings. */
public final class ConsoleProvider implements NotifierProvider {

    @Override
    public String type() {
        return "console";
    }

    @Override
    public Notifier open(Settings settings, AdapterHost host) {
        return new ConsoleNotifier(host.console());
    }
}
