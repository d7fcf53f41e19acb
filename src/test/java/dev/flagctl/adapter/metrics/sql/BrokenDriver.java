// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** A driver that does what the address says: fails and tells everything, throws what it should not, or never answers. */
public final class BrokenDriver implements Driver {

    static final AtomicInteger CONNECTS = new AtomicInteger();

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        CONNECTS.incrementAndGet();
        String password = info.getProperty("password");
        if (url.contains("stuck")) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new SQLException("interrupted", e);
            }
        }
        if (url.contains("poor")) {
            return poor(DriverManager.getConnection("jdbc:sqlite::memory:"));
        }
        if (url.contains("crash")) {
            throw new IllegalStateException("no room for " + url);
        }
        throw new SQLException("cannot log in to " + url + " with " + password, "28000");
    }

    /** Returns a connection that can as little as Hive's. */
    private static Connection poor(Connection full) {
        return (Connection) Proxy.newProxyInstance(
                BrokenDriver.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (List.of("setReadOnly", "setAutoCommit").contains(method.getName())
                            || (method.getName().equals("prepareStatement") && arguments.length > 1)) {
                        throw new SQLException("Method not supported");
                    }
                    return method.getName().equals("isReadOnly") ? (Object) false : method.invoke(full, arguments);
                });
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:broken:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }
}
