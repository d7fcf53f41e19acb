// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.adapter.flags.flagd.FlagdProvider;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;

/** The flag service in a flagd file, each call of which takes the time that its setting {@code takes} says. */
public final class SlowFlagServiceProvider implements FlagServiceProvider {

    private static final Set<String> CALLS = Set.of("read", "write");

    @Override
    public String type() {
        return "dev.flagctl.slow";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        Duration takes = settings.duration("takes", "3s");
        FlagService real = new FlagdProvider().open(settings, host);
        return (FlagService) Proxy.newProxyInstance(
                FlagService.class.getClassLoader(), new Class<?>[] {FlagService.class}, (proxy, method, arguments) -> {
                    if (CALLS.contains(method.getName())) {
                        Thread.sleep(takes.toMillis());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
