// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.diag.Redaction;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * How a database is reached and how much it may be asked.
 *
 * @param url its address
 * @param properties what its driver gets, user and password among it
 * @param redaction hides what is secret
 * @param timeout longest time of one query, and of a connection
 * @param maxRows most rows of one answer
 * @param fetchSize how many rows a driver fetches at once
 */
record SqlDatabase(
        JdbcUrl url,
        Map<String, String> properties,
        Redaction redaction,
        Duration timeout,
        int maxRows,
        int fetchSize) {

    SqlDatabase {
        properties = Map.copyOf(properties);
    }

    /** Returns the properties for the driver; what is configured goes before what is usual. */
    Properties forDriver() {
        Properties all = new Properties();
        for (String wait : url.waits()) {
            // A second more than the query has, so that the database itself ends it and says so.
            all.setProperty(wait, String.valueOf(timeout.toSeconds() + 1));
        }
        all.putAll(properties);
        all.putAll(url.readOnly());
        return all;
    }

    /** Prints without properties: a password is among them. */
    @Override
    public String toString() {
        return url.shown();
    }
}
