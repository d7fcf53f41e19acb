// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.webhook;

import dev.flagctl.diag.Redaction;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpLimits;
import dev.flagctl.model.DurationText;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.Notifier;
import dev.flagctl.port.NotifierProvider;
import dev.flagctl.port.References;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes notifiers of type {@code webhook}: {@code url}, and if wanted {@code secret} (signs, {@code whsec_…}), {@code ca} (PEM file) and
 * {@code timeout} (of one try, 20s by default).
 */
public final class WebhookProvider implements NotifierProvider {

    /** Within the 15 to 30 s that Standard Webhooks recommends. */
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(20);

    @Override
    public String type() {
        return "webhook";
    }

    @Override
    public Notifier open(Settings settings, AdapterHost host) {
        String url = settings.require("url");
        Optional<Secret> secret = settings.secret("secret");
        Map<String, String> hidden = new LinkedHashMap<>();
        secret.ifPresent(each -> hidden.put(each.name(), each.value()));
        // Many receivers put their token into the path, so the address itself is a secret when it is a reference.
        settings.secret("url")
                .filter(each -> isReference(settings))
                .ifPresent(each -> hidden.put(each.name(), each.value()));
        HttpCalls calls = new HttpCalls(
                HttpLimits.USUAL.withCall(timeout(settings)),
                ca(settings, host),
                new Redaction(hidden),
                host.clock(),
                host.sleeper()::sleep,
                host.random());
        @Nullable
        WebhookSignature signature =
                secret.map(each -> new WebhookSignature(each, host.clock())).orElse(null);
        return new WebhookNotifier(settings.name(), url, calls, signature);
    }

    private static boolean isReference(Settings settings) {
        return References.isOne(String.valueOf(settings.raw().get("url")));
    }

    private static @Nullable Path ca(Settings settings, AdapterHost host) {
        return settings.text("ca").map(host.root()::resolve).orElse(null);
    }

    private static Duration timeout(Settings settings) {
        Optional<String> text = settings.text("timeout");
        try {
            Duration timeout = text.map(DurationText::parse).orElse(USUAL_TIMEOUT);
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
