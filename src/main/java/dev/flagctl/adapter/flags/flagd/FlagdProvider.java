// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Settings;

/** Makes flag services of type {@code flagd}: {@code path} names the file, <code>${environment}</code> in it the environment. */
public final class FlagdProvider implements FlagServiceProvider {

    @Override
    public String type() {
        return "flagd";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        return new FlagdFlagService(
                new FlagPath(settings.name(), host.root(), settings.require("path")), host.random());
    }
}
