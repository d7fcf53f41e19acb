// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.Settings;
import dev.flagctl.port.Sleeper;
import dev.flagctl.support.UnleashServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Opens the adapter as a manifest would. */
final class UnleashAdapter {

    private UnleashAdapter() {}

    static FlagService at(String url) {
        return with(Map.of("url", url));
    }

    static FlagService with(Map<String, Object> settings) {
        return with(settings, length -> {});
    }

    static FlagService with(Map<String, Object> settings, Sleeper sleeper) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("token", "${env:UNLEASH_TOKEN}");
        Map<String, String> environment = Map.of("UNLEASH_TOKEN", UnleashServer.ADMIN_TOKEN);
        AdapterHost host =
                new AdapterHost(Clock.systemUTC(), Path.of("."), environment, line -> {}, sleeper, new Random(7));
        return new UnleashProvider()
                .open(new Settings(new AdapterSpec("prod", "unleash", all, SourceRef.NONE), environment), host);
    }
}
