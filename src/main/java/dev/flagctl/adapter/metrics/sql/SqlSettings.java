// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.sql;

import dev.flagctl.adapter.metrics.Freshness;
import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of an adapter: {@code url}, and if wanted {@code user}, {@code password}, {@code properties} (for the driver), {@code driver} (its class),
 * {@code timeout}, {@code max-rows}, {@code fetch-size}, {@code look-back}, {@code lag} and {@code stale-after}.
 */
final class SqlSettings {

    private static final String ENVIRONMENT = "${environment}";
    private static final int MOST_ROWS = 1_000_000;
    private static final int ROWS_AT_ONCE = 5_000;

    private final String name;
    private final Optional<String> driver;
    private final String url;
    private final Map<String, String> properties = new HashMap<>();
    private final Redaction redaction;
    private final Duration timeout;
    private final Duration lookBack;
    private final int maxRows;
    private final int fetchSize;
    private final Freshness freshness;

    /** @throws RefusedException when one of them cannot be used */
    SqlSettings(Settings settings) {
        this.name = settings.name();
        this.url = settings.require("url");
        this.driver = settings.text("driver");
        Map<String, String> hidden = new HashMap<>();
        settings.map("properties").forEach((key, value) -> put(key, value, hidden));
        settings.secret("user").ifPresent(user -> properties.put("user", user.value()));
        settings.secret("password").ifPresent(password -> put("password", password, hidden));
        this.redaction = new Redaction(hidden);
        this.timeout = duration(settings, "timeout", "30s");
        this.lookBack = duration(settings, "look-back", "7d");
        this.maxRows = count(settings, "max-rows", MOST_ROWS);
        this.fetchSize = count(settings, "fetch-size", ROWS_AT_ONCE);
        this.freshness = Freshness.of(settings);
    }

    /** Properties such as keys are as secret as a password; words such as {@code true} are too short to be hidden. */
    private void put(String key, Secret value, Map<String, String> hidden) {
        properties.put(key, value.value());
        hidden.put(value.name(), value.value());
    }

    /** Returns the name of the other side, for messages. */
    String target() {
        return "sql \"" + name + "\"";
    }

    /** Returns the name of the driver's class; empty where it is found by the address. */
    Optional<String> driver() {
        return driver;
    }

    Freshness freshness() {
        return freshness;
    }

    /** Returns how far back an empty answer is asked for again, to tell silence from nothing at all. */
    Duration lookBack() {
        return lookBack;
    }

    /** Tells whether each environment has its own database. */
    boolean byEnvironment() {
        return url.contains(ENVIRONMENT);
    }

    /** Returns the database of an environment. */
    SqlDatabase database(String environment) {
        JdbcUrl address = new JdbcUrl(url.replace(ENVIRONMENT, environment));
        return new SqlDatabase(address, properties, redaction, timeout, maxRows, fetchSize);
    }

    private Duration duration(Settings settings, String key, String otherwise) {
        String text = settings.text(key).orElse(otherwise);
        try {
            Duration duration = DurationText.parse(text);
            if (duration.toSeconds() > 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Told below, with the others.
        }
        throw new RefusedException(
                "\"" + key + ": " + text + "\" of adapter \"" + name + "\" is no duration of a second or more",
                "write a duration such as " + otherwise);
    }

    private int count(Settings settings, String key, int otherwise) {
        String text = settings.text(key).orElse(String.valueOf(otherwise));
        try {
            int count = Integer.parseInt(text);
            if (count > 0 && count < Integer.MAX_VALUE) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below, with the others.
        }
        throw new RefusedException(
                "\"" + key + ": " + text + "\" of adapter \"" + name + "\" is no number of rows",
                "write a whole number such as " + otherwise);
    }
}
