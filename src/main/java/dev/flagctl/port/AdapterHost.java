// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * What the composition root lends to adapters.
 *
 * @param clock the time
 * @param root folder that relative paths of the manifest start from
 * @param environment environment variables, for <code>${env:NAME}</code>
 * @param console where the console notifier speaks, one call per line
 * @param sleeper how to wait before another try
 * @param random where jitter comes from
 * @param plugins class loader of flagctl and of the jars in the plugins folder: where JDBC drivers are looked up
 */
public record AdapterHost(
        Clock clock,
        Path root,
        Map<String, String> environment,
        Consumer<String> console,
        Sleeper sleeper,
        RandomGenerator random,
        ClassLoader plugins) {

    /** Makes a host without plugins. */
    public AdapterHost(
            Clock clock,
            Path root,
            Map<String, String> environment,
            Consumer<String> console,
            Sleeper sleeper,
            RandomGenerator random) {
        this(clock, root, environment, console, sleeper, random, ownLoader());
    }

    /** Makes a host whose adapters do not wait between two tries: enough for those that call nobody, and for virtual time. */
    public AdapterHost(Clock clock, Path root, Map<String, String> environment, Consumer<String> console) {
        this(clock, root, environment, console, length -> {}, new Random(0), ownLoader());
    }

    private static ClassLoader ownLoader() {
        return AdapterHost.class.getClassLoader();
    }
}
