// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.webhook;

import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.References;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes notifiers of type {@code webhook}: {@code url}, and if wanted {@code secret} (signs, {@code whsec_…}), {@code ca} (PEM file) and
 * {@code timeout} (of one try, 20s by default).
 */
public final class WebhookProvider implements NotifierProvider {

    /** Within the 15 to 30 s that Standard Webhooks recommends. */
    private static final String USUAL_TIMEOUT = "20s";

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public Notifier open(Settings settings, AdapterHost host) {
        String url = settings.require("url");
        Optional<Secret> secret = settings.secret("secret");
        WebSettings web = new WebSettings(settings, host);
        secret.ifPresent(web::hiding);
        // Many receivers put their token into the path, so the address itself is a secret when it is a reference.
        settings.secret("url").filter(each -> isReference(settings)).ifPresent(web::hiding);
        HttpCalls calls = web.calls(HttpLimits.USUAL, USUAL_TIMEOUT);
        @Nullable
        WebhookSignature signature =
                secret.map(each -> new WebhookSignature(each, host.clock())).orElse(null);
        return new WebhookNotifier(settings.name(), url, calls, signature);
    }

    private static boolean isReference(Settings settings) {
        return References.isOne(String.valueOf(settings.raw().get("url")));
    }
}
