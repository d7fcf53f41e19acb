// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.httpjson;

import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of an adapter: {@code url}, and if wanted {@code token} (sent as Bearer) or {@code user} and {@code password}, {@code headers}, {@code ca}
 * (PEM file), {@code timeout} (of one try), {@code largest-answer} (MiB) and {@code look-back}.
 */
final class HttpJsonSettings {

    private static final int USUAL_MEBIBYTES = 16;
    private static final int MOST_MEBIBYTES = 1024;

    private final Settings settings;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> hidden = new HashMap<>();

    HttpJsonSettings(Settings settings) {
        this.settings = settings;
        settings.map("headers").forEach((name, value) -> put(name, value.value(), value));
        settings.secret("token").ifPresent(token -> put("Authorization", "Bearer " + token.value(), token));
        Optional<Secret> password = settings.secret("password");
        if (password.isPresent()) {
            // Basic authentication: RFC 7617, in UTF-8.
            String both =
                    settings.text("user").orElse("") + ":" + password.get().value();
            String encoded = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
            put("Authorization", "Basic " + encoded, password.get());
            hidden.put("basic", encoded);
        }
    }

    private void put(String name, String value, Secret secret) {
        headers.put(name, value);
        hidden.put(secret.name(), secret.value());
    }

    /** Returns what makes the calls; nobody is called yet. */
    JsonCalls calls(AdapterHost host) {
        HttpLimits usual = HttpLimits.USUAL;
        HttpLimits limits = new HttpLimits(
                usual.connect(), usual.call(), usual.tries(), usual.longestWait(), (long) mebibytes() << 20);
        HttpCalls http = new HttpCalls(
                limits.withCall(duration("timeout", "30s")),
                settings.text("ca").map(host.root()::resolve).orElse(null),
                new Redaction(hidden),
                host.clock(),
                host.sleeper()::sleep,
                host.random());
        String url = settings.require("url");
        return new JsonCalls(
                http,
                "http-json \"" + settings.name() + "\"",
                url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
                headers);
    }

    /** Returns how far back an empty answer is asked for again, to tell silence from nothing at all. */
    Duration lookBack() {
        return duration("look-back", "7d");
    }

    private int mebibytes() {
        String text = settings.text("largest-answer").orElse(String.valueOf(USUAL_MEBIBYTES));
        try {
            int number = Integer.parseInt(text);
            if (number > 0 && number <= MOST_MEBIBYTES) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the others.
        }
        throw refused("largest-answer", text, "is no number of mebibytes from 1 to 1024", "write a number such as 16");
    }

    private Duration duration(String key, String otherwise) {
        String text = settings.text(key).orElse(otherwise);
        try {
            Duration duration = DurationText.parse(text);
            if (!duration.isZero() && !duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Told below, with the others.
        }
        throw refused(key, text, "is no duration above zero", "write a duration such as " + otherwise);
    }

    private RefusedException refused(String key, String text, String problem, String remedy) {
        return new RefusedException(
                "\"" + key + ": " + text + "\" of adapter \"" + settings.name() + "\" " + problem, remedy);
    }
}
