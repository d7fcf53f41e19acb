// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.sql.Driver;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds the JDBC driver for an address among flagctl's own and those of the plugins folder.
 *
 * <p>Not by {@link java.sql.DriverManager}: it sees no drivers of other class loaders, and loads all of those that it sees at once.
 */
final class Drivers {

    private static final String ADVICE =
            "; put the driver's jar into the plugins folder (.flagctl/plugins, or FLAGCTL_PLUGINS)";

    private final ClassLoader plugins;
    private final @Nullable String named;

    /** @param named name of the driver's class, or null to find it by the address */
    Drivers(ClassLoader plugins, @Nullable String named) {
        this.plugins = plugins;
        this.named = named;
    }

    Driver of(JdbcUrl url) throws SqlFault {
        Driver driver = named == null ? byAddress(url) : byName(named);
        try {
            if (driver.acceptsURL(url.url())) {
                return driver;
            }
        } catch (SQLException e) {
            throw new SqlFault(SqlFault.Kind.DRIVER, "its driver refuses the address " + url.shown());
        }
        throw new SqlFault(
                SqlFault.Kind.DRIVER,
                "the driver " + driver.getClass().getName() + " does not know the address " + url.shown());
    }

    private Driver byName(String name) throws SqlFault {
        try {
            return plugins.loadClass(name)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new SqlFault(SqlFault.Kind.DRIVER, "there is no class " + name + ADVICE);
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new SqlFault(SqlFault.Kind.DRIVER, name + " cannot be used as a JDBC driver: " + e);
        }
    }

    private Driver byAddress(JdbcUrl url) throws SqlFault {
        List<String> broken = new ArrayList<>();
        Iterator<Driver> drivers = ServiceLoader.load(Driver.class, plugins).iterator();
        while (true) {
            try {
                if (!drivers.hasNext()) {
                    break;
                }
                Driver driver = drivers.next();
                if (driver.acceptsURL(url.url())) {
                    return driver;
                }
            } catch (ServiceConfigurationError | LinkageError e) {
                // One broken jar must not hide the others.
                broken.add(String.valueOf(e.getMessage()));
            } catch (SQLException e) {
                broken.add("a driver refuses the address");
            }
        }
        throw new SqlFault(
                SqlFault.Kind.DRIVER,
                "no driver is there for " + url.shown() + ADVICE
                        + (broken.isEmpty() ? "" : " [" + String.join("; ", broken) + "]"));
    }
}
