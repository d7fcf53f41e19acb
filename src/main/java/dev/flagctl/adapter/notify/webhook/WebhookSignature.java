// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.webhook;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.port.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a webhook as Standard Webhooks 1.0.0 says: HMAC-SHA256 over {@code ID.SECONDS.BODY}, in base64, with a key written as
 * {@code whsec_} and base64 of 24 to 64 bytes (https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md,
 * "Signature scheme").
 */
final class WebhookSignature {

    private static final String PREFIX = "whsec_";

    private final SecretKeySpec key;
    private final Clock clock;

    /**
     * Takes the key out of a secret.
     *
     * @throws RefusedException when it is not one
     */
    WebhookSignature(Secret secret, Clock clock) {
        this.clock = clock;
        byte[] bytes = {};
        if (secret.value().startsWith(PREFIX)) {
            try {
                bytes = Base64.getDecoder().decode(secret.value().substring(PREFIX.length()));
            } catch (IllegalArgumentException e) {
                // Told below; the exception itself quotes a part of the secret.
            }
        }
        if (bytes.length < 24 || bytes.length > 64) {
            throw new RefusedException(
                    secret + " is no webhook secret: it must be \"whsec_\" and base64 of 24 to 64 random bytes",
                    "make one with: echo \"whsec_$(openssl rand -base64 32)\"");
        }
        this.key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** Returns the headers of one try; the time is that of the try, so that receivers can refuse old ones. */
    Map<String, String> headers(String id, String body) {
        String seconds = Long.toString(clock.instant().getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", seconds);
        headers.put("webhook-signature", "v1," + sign(id + "." + seconds + "." + body));
        return headers;
    }

    private String sign(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
