// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Settings;

/**
 * Makes flag services of type {@code goff}: {@code path} names the file, <code>${environment}</code> in it the environment, {@code format}
 * what it is written in when the end of the path does not tell.
 */
public final class GoffProvider implements FlagServiceProvider {

    @Override
    public String type() {
        return "goff";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        return new GoffFlagService(FlagPath.of(settings, host.root()), WriteTurns.of(host));
    }
}
