// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes flag services of type {@code unleash}: {@code url} and {@code token}, and if wanted {@code project}, {@code environments} (Unleash's name by
 * flagctl's), {@code ca} (PEM file), {@code timeout} (of one try) and {@code concurrency} (calls in flight).
 */
public final class UnleashProvider implements FlagServiceProvider {

    /** More calls in flight only wait for each other: an Unleash on one core answers 150 a second at 8 and at 32. */
    private static final int USUAL_CONCURRENCY = 8;

    private static final int MOST_CONCURRENCY = 32;

    @Override
    public String type() {
        return "unleash";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        settings.require("token");
        Secret token = settings.secret("token").orElseThrow();
        WebSettings web = new WebSettings(settings, host).hiding(token);
        HttpCalls http = web.calls();
        Map<String, String> environments = new HashMap<>();
        settings.map("environments").forEach((name, theirs) -> environments.put(name, theirs.value()));
        AdminApi api = new AdminApi(
                http,
                "unleash \"" + settings.name() + "\"",
                web.url(),
                token,
                settings.text("project").orElse("default"));
        return new UnleashFlagService(api, environments, new Workers(concurrency(settings)), host);
    }

    private static int concurrency(Settings settings) {
        Optional<String> text = settings.text("concurrency");
        try {
            int number = text.map(Integer::parseInt).orElse(USUAL_CONCURRENCY);
            if (number >= 1 && number <= MOST_CONCURRENCY) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the others.
        }
        throw new RefusedException(
                "adapter \"" + settings.name() + "\" has the concurrency \"" + text.orElse("")
                        + "\", which is no number from 1 to " + MOST_CONCURRENCY,
                "leave it out, or write a number such as " + USUAL_CONCURRENCY);
    }
}
