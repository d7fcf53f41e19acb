// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import java.util.Locale;
import java.util.Map;

/**
 * The address of a database.
 *
 * @param url as drivers take it; may hold secrets
 */
record JdbcUrl(String url) {

    /** How databases that a connection cannot make read-only are opened so: by a property of their drivers. */
    private static final Map<String, Map<String, String>> READ_ONLY = Map.of(
            // SQLite's flag SQLITE_OPEN_READONLY (https://sqlite.org/c3ref/open.html).
            "sqlite", Map.of("open_mode", "1"),
            "duckdb", Map.of("duckdb.read_only", "true"));

    /** Drivers that would wait forever for a host that is silent, and the properties that bound it, in seconds. */
    private static final Map<String, String[]> WAITS =
            Map.of("postgresql", new String[] {"connectTimeout", "loginTimeout", "socketTimeout"});

    /** Returns the word between the first two colons, such as {@code postgresql}. */
    String product() {
        String[] parts = url.split(":", 3);
        return parts.length < 3 ? "" : parts[1].toLowerCase(Locale.ROOT);
    }

    /** Returns what opens the database to read only; empty where a connection is told. */
    Map<String, String> readOnly() {
        return READ_ONLY.getOrDefault(product(), Map.of());
    }

    /** Returns the names of the driver's properties that bound how long it waits. */
    String[] waits() {
        return WAITS.getOrDefault(product(), new String[0]);
    }

    /** Tells whether its driver takes a time for text, and would compare it letter by letter. */
    boolean keepsTimesAsText() {
        return product().equals("sqlite");
    }

    /** Returns the address without users, passwords and properties. */
    String shown() {
        int end = url.length();
        for (char mark : new char[] {'?', ';', '#'}) {
            int at = url.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        String bare = url.substring(0, end);
        // A user may stand before the host: jdbc:x://user:password@host, jdbc:oracle:thin:user/password@host.
        int host = bare.lastIndexOf('@');
        if (host < 0) {
            return bare;
        }
        int begin = bare.indexOf("://");
        begin = begin < 0 ? bare.indexOf(':', bare.indexOf(':') + 1) + 1 : begin + 3;
        return begin > host ? bare : bare.substring(0, begin) + bare.substring(host + 1);
    }
}
