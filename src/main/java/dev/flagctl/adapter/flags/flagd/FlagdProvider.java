// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Settings;

/**
 * Makes flag services of type {@code flagd}: {@code path} names the file, <code>${environment}</code> in it the environment, {@code format}
 * what it is written in when the end of the path does not tell, {@code engine} how the engines that read it place users.
 */
public final class FlagdProvider implements FlagServiceProvider {

    @Override
    public String type() {
        return "flagd";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        return new FlagdFlagService(
                FlagPath.of(settings, host.root()), FlagdBucketing.of(settings), WriteTurns.of(host));
    }
}
