// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.AdapterProvider;
import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;

/** Finds who provides a type of adapter: flagctl itself first, then the jars of the plugins folder. */
final class Providers {

    private final ClassLoader plugins;

    Providers(ClassLoader plugins) {
        this.plugins = plugins;
    }

    /**
     * Returns the first provider of a type.
     *
     * @throws RefusedException when a jar announces a provider that cannot be loaded
     */
    <P extends AdapterProvider> Optional<P> find(Class<P> providers, String type) {
        return find(providers, type, new TreeSet<>());
    }

    /**
     * Returns the first provider of a type.
     *
     * @param met receives the types of those before it, of all where there is none
     */
    <P extends AdapterProvider> Optional<P> find(Class<P> providers, String type, Set<String> met) {
        try {
            Iterator<P> found = ServiceLoader.load(providers, plugins).iterator();
            while (found.hasNext()) {
                P provider = found.next();
                if (provider.type().equals(type)) {
                    return Optional.of(provider);
                }
                met.add(provider.type());
            }
            return Optional.empty();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new RefusedException(
                    "a jar in the plugins folder has an adapter that cannot be loaded: " + e.getMessage(),
                    "take the jar out, or get the one for this version of flagctl");
        }
    }
}
