// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes flag services of type {@code launchdarkly}: {@code token} and {@code project}, and if wanted {@code environments} (LaunchDarkly's key by flagctl's
 * name), {@code context-kind}, {@code url}, {@code ca} (PEM file) and {@code timeout} (of one try).
 */
public final class LaunchDarklyProvider implements FlagServiceProvider {

    private static final String USUAL_URL = "https://app.launchdarkly.com";

    @Override
    public String type() {
        return "launchdarkly";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        settings.require("token");
        Secret token = settings.secret("token").orElseThrow();
        HttpCalls http = new HttpCalls(
                HttpLimits.USUAL.withCall(timeout(settings)),
                settings.text("ca").map(host.root()::resolve).orElse(null),
                new Redaction(Map.of(token.name(), token.value())),
                host.clock(),
                host.sleeper()::sleep,
                host.random());
        String url = settings.text("url").orElse(USUAL_URL);
        Map<String, String> environments = new HashMap<>();
        settings.map("environments").forEach((name, theirs) -> environments.put(name, theirs.value()));
        LaunchDarklyApi api = new LaunchDarklyApi(
                http,
                "launchdarkly \"" + settings.name() + "\"",
                url.endsWith("/") ? url.substring(0, url.length() - 1) : url,
                token,
                settings.require("project"));
        return new LaunchDarklyFlagService(
                api, environments, settings.text("context-kind").orElse("user"), host.clock());
    }

    private static Duration timeout(Settings settings) {
        Optional<String> text = settings.text("timeout");
        try {
            Duration timeout = text.map(DurationText::parse).orElse(HttpLimits.USUAL.call());
            if (!timeout.isZero() && !timeout.isNegative()) {
                return timeout;
            }
        } catch (DateTimeException e) {
            // Told below, with the others.
        }
        throw new RefusedException(
                "adapter \"" + settings.name() + "\" has the timeout \"" + text.orElse("")
                        + "\", which is no duration above zero",
                "write a duration such as 20s");
    }
}
