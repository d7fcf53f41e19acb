// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.evaluator.ofrep;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.Redaction;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The one call that is made: {@code POST /ofrep/v1/evaluate/flags/{key}} (https://github.com/open-feature/protocol, service/openapi.yaml,
 * version 0.3.0). 400 and 404 are answers as well: they say in JSON what is wrong with the flag.
 */
final class OfrepCalls implements AutoCloseable {

    private static final String PATH = "/ofrep/v1/evaluate/flags/";
    private static final int LONGEST_DETAIL = 200;

    private final String name;
    private final String base;
    private final Map<String, String> headers;
    private final HttpCalls calls;
    private final Redaction redaction;

    /**
     * @param url where OFREP is served, without its own path; a slash at the end does no harm
     */
    OfrepCalls(String name, String url, Map<String, String> headers, HttpCalls calls, Redaction redaction) {
        this.name = name;
        this.base = url.replaceAll("/+$", "");
        this.headers = Map.copyOf(headers);
        this.calls = calls;
        this.redaction = redaction;
    }

    /** Returns the name of the other side, for people. */
    String target() {
        return "ofrep \"" + name + "\"";
    }

    /** Returns the address without anything that might be secret. */
    String shownUrl() {
        return redaction.of(base);
    }

    /**
     * Sends one evaluation and returns whatever OFREP answers, also when that is 400 or 404.
     *
     * @throws AdapterException when there is no answer that OFREP knows; never of unknown outcome, because an evaluation has none
     */
    HttpAnswer send(String flagKey, Map<String, Object> context) {
        String key = URLEncoder.encode(flagKey, StandardCharsets.UTF_8).replace("+", "%20");
        HttpRequest request = HttpRequest.of(action(flagKey), target(), "POST", base + PATH + key)
                .json(OfrepJson.request(context))
                .safeToRepeat()
                .accepting(400, 404);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        try {
            return calls.send(request);
        } catch (AdapterException e) {
            if (e.failure() != Failure.UNKNOWN_OUTCOME) {
                throw e;
            }
            throw new AdapterException(Failure.TRANSIENT, e.action(), e.target(), "the answer did not come", e);
        }
    }

    /** Says what the other side has against the flag or the context. */
    AdapterException refused(String flagKey, OfrepJson.Problem problem) {
        String reason = problem.code().equals("FLAG_NOT_FOUND")
                ? "it does not know the flag, or has it switched off; check the key, and which flags it serves"
                : "it cannot evaluate the flag";
        String details = redaction
                .of(problem.details())
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        String shown = details.length() <= LONGEST_DETAIL ? details : details.substring(0, LONGEST_DETAIL) + "…";
        return failure(
                Failure.REFUSED, flagKey, reason + " [" + problem.code() + (shown.isEmpty() ? "" : ": " + shown) + "]");
    }

    /** Says that an answer is none of OFREP's. */
    AdapterException garbled(String flagKey, HttpAnswer answer) {
        if (answer.status() == 404) {
            return failure(
                    Failure.REFUSED,
                    flagKey,
                    "it answered 404, but not as OFREP does; check the address " + shownUrl());
        }
        return failure(Failure.GARBLED, flagKey, "it answered " + answer.status() + ", but not as OFREP does");
    }

    private AdapterException failure(Failure failure, String flagKey, String reason) {
        return new AdapterException(failure, action(flagKey), target(), reason);
    }

    private static String action(String flagKey) {
        return "evaluate " + flagKey;
    }

    @Override
    public void close() {
        calls.close();
    }
}
