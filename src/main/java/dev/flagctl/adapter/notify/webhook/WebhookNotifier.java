// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.notify.webhook;

import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import dev.flagctl.model.Notice;
import dev.flagctl.port.Notifier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts each notice to one address; the receiver drops what it got already by {@code Idempotency-Key} or {@code webhook-id}. */
final class WebhookNotifier implements Notifier {

    private final String name;
    private final String url;
    private final HttpCalls calls;
    private final @Nullable WebhookSignature signature;

    WebhookNotifier(String name, String url, HttpCalls calls, @Nullable WebhookSignature signature) {
        this.name = name;
        this.url = url;
        this.calls = calls;
        this.signature = signature;
    }

    @Override
    public void deliver(Notice notice) {
        String body = WebhookJson.of(notice);
        String id = headerId(notice.idempotencyKey());
        HttpRequest request = HttpRequest.of("tell " + notice.key(), "webhook " + name, "POST", url)
                .header("Idempotency-Key", id)
                .body("application/cloudevents+json", body)
                .safeToRepeat();
        WebhookSignature signing = signature;
        if (signing == null) {
            Map<String, String> unsigned = Map.of("webhook-id", id);
            calls.send(request.headersOfTry(() -> unsigned));
        } else {
            calls.send(request.headersOfTry(() -> signing.headers(id, body)));
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    /**
     * Returns the key in characters that a header carries, without dots: a dot in the id would let the signed text be cut elsewhere
     * (Standard Webhooks, "Signature scheme"). Different keys stay different.
     */
    private static String headerId(String key) {
        StringBuilder id = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c > ' ' && c < 0x7f && c != '.' && c != '%' && c != '"') {
                id.append(c);
            } else {
                id.append('%').append(String.format("%04X", (int) c));
            }
        }
        return id.toString();
    }
}
