// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.ledger.postgres;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL is, who logs in, and how.
 *
 * <p>The server's certificate is checked unless the address says otherwise: pgjdbc by itself takes any, and none. Only a server of this machine is
 * spoken to in the clear.
 *
 * @param url address for the driver, without credentials
 * @param properties what the driver is told besides, credentials among it; never shown
 * @param shown host, port and database for people
 */
record PostgresAddress(String url, Properties properties, String shown) {

    private static final String JDBC = "jdbc:postgresql://";
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    /**
     * Reads the settings {@code url}, {@code user} and {@code password}. The address is {@code postgresql://user:password@host:port/database} as libpq has it,
     * or that of JDBC.
     *
     * @throws RefusedException when it is no such address
     */
    static PostgresAddress of(Settings settings) {
        String given = settings.require("url");
        Properties told = defaults();
        String url = given.startsWith("jdbc:") ? given : fromLibpq(given, told);
        Properties known = url == null ? null : Driver.parseURL(url, null);
        if (url == null || known == null) {
            throw new RefusedException(
                    "the \"url\" of the ledger is no address of a PostgreSQL",
                    "write it like postgresql://user@host:5432/database");
        }
        settings.text("user").ifPresent(user -> told.setProperty("user", user));
        Optional<Secret> password = settings.secret("password");
        password.ifPresent(secret -> told.setProperty("password", secret.value()));
        secure(known, told);
        String shown = known.getProperty("PGHOST", "localhost") + ":" + known.getProperty("PGPORT", "5432") + "/"
                + known.getProperty("PGDBNAME", "");
        return new PostgresAddress(url, told, shown);
    }

    private static Properties defaults() {
        Properties told = new Properties();
        told.setProperty("ApplicationName", "flagctl");
        told.setProperty("connectTimeout", "10");
        told.setProperty("loginTimeout", "20");
        told.setProperty("socketTimeout", "30");
        told.setProperty("tcpKeepAlive", "true");
        // Rows of one append go in one statement; each by itself is parsed and planned anew, for none is prepared.
        told.setProperty("reWriteBatchedInserts", "true");
        // A pooler gives each transaction another connection, where a statement that was prepared on the first is not
        // known.
        told.setProperty("prepareThreshold", "0");
        return told;
    }

    private static @Nullable String fromLibpq(String given, Properties told) {
        String lower = given.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("postgresql://") && !lower.startsWith("postgres://")) {
            return null;
        }
        try {
            URI uri = URI.create(given);
            String user = uri.getRawUserInfo();
            if (user != null) {
                int colon = user.indexOf(':');
                told.setProperty("user", decoded(colon < 0 ? user : user.substring(0, colon)));
                if (colon >= 0) {
                    told.setProperty("password", decoded(user.substring(colon + 1)));
                }
            }
            String place = uri.getRawAuthority();
            String host = place == null ? "" : place.substring(place.lastIndexOf('@') + 1);
            return JDBC
                    + host
                    + (uri.getRawPath() == null ? "/" : uri.getRawPath())
                    + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        } catch (IllegalArgumentException notAnAddress) {
            return null;
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void secure(Properties known, Properties told) {
        if (known.getProperty("sslmode") != null || known.getProperty("ssl") != null) {
            return;
        }
        boolean here = HERE.contains(known.getProperty("PGHOST", "localhost").toLowerCase(Locale.ROOT));
        told.setProperty("sslmode", here ? "prefer" : "verify-full");
        if (!here && known.getProperty("sslrootcert") == null) {
            // The certificates that Java trusts; libpq's own place for them is empty on most machines.
            told.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
        }
    }
}
