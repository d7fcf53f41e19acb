// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import java.util.Map;

/**
 * What the other side answered.
 *
 * @param status HTTP status: 2xx, or one that the request accepts
 * @param headers names in lower case; of a repeated header the last value
 * @param body whole body as text, empty when there was none
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** Prints without headers and body: they may hold secrets. */
    @Override
    public String toString() {
        return "status " + status + ", " + body.length() + " characters";
    }
}
