// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flagctl.diag.Redaction;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings that adapters share which speak HTTP: {@code url}, {@code ca} (PEM file), {@code timeout} (of one try) and {@code rate} (most calls of a second or
 * minute), and for those that want them
 * {@code headers}, {@code token} (sent as Bearer), {@code user} and {@code password} (sent as Basic).
 */
public final class WebSettings {

    private final Settings settings;
    private final AdapterHost host;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> hidden = new HashMap<>();

    public WebSettings(Settings settings, AdapterHost host) {
        this.settings = settings;
        this.host = host;
    }

    /**
     * Reads {@code headers}, {@code token}, {@code user} and {@code password}; all their values are hidden.
     *
     * @throws dev.flagctl.diag.RefusedException when a reference cannot be resolved
     */
    public WebSettings withHeaders() {
        settings.map("headers").forEach((name, value) -> put(name, value.value(), value));
        settings.secret("token").ifPresent(token -> put("Authorization", "Bearer " + token.value(), token));
        settings.secret("password").ifPresent(password -> {
            // RFC 7617, in UTF-8.
            String both = settings.text("user").orElse("") + ":" + password.value();
            String encoded = Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
            put("Authorization", "Basic " + encoded, password);
            hidden.put("basic", encoded);
        });
        return this;
    }

    private void put(String name, String value, Secret secret) {
        headers.put(name, value);
        hiding(secret);
    }

    /** Keeps a secret out of all that is said of calls. */
    public WebSettings hiding(Secret secret) {
        hidden.put(secret.name(), secret.value());
        return this;
    }

    /** Returns the headers of every call, in order. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns what takes the secrets out of a text. */
    public Redaction redaction() {
        return new Redaction(hidden);
    }

    /**
     * Returns {@code url} without a slash at its end.
     *
     * @throws dev.flagctl.diag.RefusedException when there is none
     */
    public String url() {
        return withoutSlash(settings.require("url"));
    }

    /** Returns {@code url}, or another one where it is left out, without a slash at its end. */
    public String url(String otherwise) {
        return withoutSlash(settings.text("url").orElse(otherwise));
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** Returns what makes the calls, within the usual limits; nobody is called yet. */
    public HttpCalls calls() {
        return calls(HttpLimits.USUAL, "30s");
    }

    /**
     * Returns what makes the calls; nobody is called yet.
     *
     * @param timeout of one try, where the settings have none
     * @throws dev.flagctl.diag.RefusedException when the timeout is no duration above zero, or the rate none
     */
    public HttpCalls calls(HttpLimits limits, String timeout) {
        return new HttpCalls(
                limits.withCall(settings.duration("timeout", timeout)).withGap(settings.gap("rate")),
                settings.text("ca").map(host.root()::resolve).orElse(null),
                redaction(),
                host.clock(),
                host.sleeper()::sleep,
                host.random());
    }
}
