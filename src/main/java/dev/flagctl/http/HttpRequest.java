// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request, with the words for its errors.
 *
 * @param action what is tried, such as {@code turn up checkout}
 * @param target on what, such as {@code unleash "prod"}
 * @param method GET, HEAD, POST, PUT, PATCH or DELETE
 * @param url absolute, http or https
 * @param headers headers; taken along to redirects on the same host only
 * @param headersOfTry further headers, asked for anew at each try
 * @param contentType media type of the body
 * @param body the body, or null for none
 * @param repeatable whether it does no harm when the other side receives it twice
 * @param reading whether it only reads, whatever its method
 * @param accepted statuses from 300 up that are an answer to the caller, not a failure
 */
public record HttpRequest(
        String action,
        String target,
        String method,
        String url,
        Map<String, String> headers,
        Supplier<Map<String, String>> headersOfTry,
        String contentType,
        @Nullable String body,
        boolean repeatable,
        boolean reading,
        Set<Integer> accepted) {

    public HttpRequest {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        accepted = Set.copyOf(accepted);
    }

    /**
     * Makes a request without headers and body.
     *
     * <p>It is repeatable when its method is idempotent (RFC 9110 §9.2.2): POST and PATCH are not.
     */
    public static HttpRequest of(String action, String target, String method, String url) {
        boolean idempotent = !method.equals("POST") && !method.equals("PATCH");
        boolean reading = method.equals("GET") || method.equals("HEAD");
        return new HttpRequest(action, target, method, url, Map.of(), Map::of, "", null, idempotent, reading, Set.of());
    }

    /** Tells whether it only reads (RFC 9110 §9.2.1). */
    boolean safe() {
        return method.equals("GET") || method.equals("HEAD");
    }

    public HttpRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpRequest(
                action, target, method, url, more, headersOfTry, contentType, body, repeatable, reading, accepted);
    }

    /** Adds headers that differ from try to try, such as a time and its signature. */
    public HttpRequest headersOfTry(Supplier<Map<String, String>> more) {
        return new HttpRequest(
                action, target, method, url, headers, more, contentType, body, repeatable, reading, accepted);
    }

    public HttpRequest body(String type, String text) {
        return new HttpRequest(
                action, target, method, url, headers, headersOfTry, type, text, repeatable, reading, accepted);
    }

    public HttpRequest json(String text) {
        return body("application/json", text);
    }

    /** Says that the other side drops a repeated request, for example by its idempotency key. */
    public HttpRequest safeToRepeat() {
        return new HttpRequest(
                action, target, method, url, headers, headersOfTry, contentType, body, true, reading, accepted);
    }

    /** Says that it only asks, although its method may change things: a failure of it has had no effect, and it may come again. */
    public HttpRequest asking() {
        return new HttpRequest(
                action, target, method, url, headers, headersOfTry, contentType, body, true, true, accepted);
    }

    /** Says that it must be sent once only, whatever its method. */
    public HttpRequest once() {
        return new HttpRequest(
                action, target, method, url, headers, headersOfTry, contentType, body, false, reading, accepted);
    }

    /** Takes these statuses for an answer: the caller looks at {@link HttpAnswer#status()}. */
    public HttpRequest accepting(Integer... statuses) {
        return new HttpRequest(
                action,
                target,
                method,
                url,
                headers,
                headersOfTry,
                contentType,
                body,
                repeatable,
                reading,
                Set.of(statuses));
    }

    /** Prints without headers and body: they may hold secrets. */
    @Override
    public String toString() {
        return method + " " + target;
    }
}
