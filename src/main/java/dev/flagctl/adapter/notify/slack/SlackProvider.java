// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.slack;

import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.time.Duration;
import java.util.Map;

/** Makes notifiers of type {@code slack}: {@code url}, the incoming webhook of a channel, and if wanted {@code ca} (PEM file). */
public final class SlackProvider implements NotifierProvider {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Override
    public String type() {
        return "slack";
    }

    @Override
    public Notifier open(Settings settings, AdapterHost host) {
        String url = settings.require("url");
        Secret secret = settings.secret("url")
                .orElseThrow(() -> new RefusedException(
                        "adapter \"" + settings.name() + "\" has no url of an incoming webhook",
                        "write url: \"${env:SLACK_WEBHOOK}\""));
        HttpCalls calls = new HttpCalls(
                HttpLimits.USUAL.withCall(TIMEOUT),
                settings.text("ca").map(host.root()::resolve).orElse(null),
                new Redaction(Map.of(secret.name(), secret.value())),
                host.clock(),
                host.sleeper()::sleep,
                host.random());
        return new SlackNotifier(settings.name(), url, calls);
    }
}
