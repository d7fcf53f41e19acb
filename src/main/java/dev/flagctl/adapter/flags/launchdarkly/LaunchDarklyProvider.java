// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.util.HashMap;
import java.util.Map;

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
        WebSettings web = new WebSettings(settings, host).hiding(token);
        HttpCalls http = web.calls();
        Map<String, String> environments = new HashMap<>();
        settings.map("environments").forEach((name, theirs) -> environments.put(name, theirs.value()));
        LaunchDarklyApi api = new LaunchDarklyApi(
                http,
                "launchdarkly \"" + settings.name() + "\"",
                web.url(USUAL_URL),
                token,
                settings.require("project"));
        return new LaunchDarklyFlagService(
                api, environments, settings.text("context-kind").orElse("user"), host.clock());
    }
}
