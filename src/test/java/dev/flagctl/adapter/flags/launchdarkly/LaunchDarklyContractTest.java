// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/** LaunchDarkly passes the contract of flag services. */
final class LaunchDarklyContractTest implements FlagServiceContract {

    private final StrictLaunchDarkly server = new StrictLaunchDarkly();

    @AfterEach
    void stop() {
        server.close();
    }

    static FlagService open(String url) {
        return open(url, StrictLaunchDarkly.TOKEN);
    }

    static FlagService open(String url, String token) {
        AdapterSpec spec = new AdapterSpec(
                "ld",
                "launchdarkly",
                Map.of("url", url, "project", "shop", "token", "${env:LD_TOKEN}"),
                SourceRef.NONE);
        Map<String, String> environment = Map.of("LD_TOKEN", token);
        AdapterHost host =
                new AdapterHost(Clock.systemUTC(), Path.of("."), environment, line -> {}, length -> {}, new Random(7));
        return new LaunchDarklyProvider().open(new Settings(spec, environment), host);
    }

    @Override
    public FlagService open() {
        return open(server.url());
    }

    @Override
    public Object changes() {
        return server.changes();
    }
}
