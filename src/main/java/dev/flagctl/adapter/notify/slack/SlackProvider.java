// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.slack;

import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;

/** Makes notifiers of type {@code slack}: {@code url}, the incoming webhook of a channel, and if wanted {@code ca} (PEM file). */
public final class SlackProvider implements NotifierProvider {

    private static final String TIMEOUT = "20s";

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
        HttpCalls calls = new WebSettings(settings, host).hiding(secret).calls(HttpLimits.USUAL, TIMEOUT);
        return new SlackNotifier(settings.name(), url, calls);
    }
}
