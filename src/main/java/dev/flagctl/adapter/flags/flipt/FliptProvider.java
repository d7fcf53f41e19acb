// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flipt;

import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Settings;

/**
 * Makes flag services of type {@code flipt}: {@code path} names the features file of a namespace, <code>${environment}</code> in it the environment,
 * {@code format} what it is written in when the end of the path does not tell.
 */
public final class FliptProvider implements FlagServiceProvider {

    @Override
    public String type() {
        return "flipt";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        return new FliptFlagService(FlagPath.of(settings, host.root()), WriteTurns.of(host));
    }
}
