// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * How long another side asks to be left alone. Beside {@code Retry-After} (RFC 9110, 10.2.3) some tell by {@code X-RateLimit-Reset} when their window ends: LaunchDarkly in
 * milliseconds since 1970, GitHub and others in seconds, some in seconds from now.
 */
final class RetryAfter {

    private static final int TOO_MANY = 429;
    private static final long IN_SECONDS = 1_000_000_000L;
    private static final long IN_MILLIS = 1_000_000_000_000L;

    private RetryAfter() {}

    /** Returns what {@code Retry-After} would say, null when the other side tells nothing. */
    static @Nullable String of(Response response) {
        String told = response.header("Retry-After");
        String reset = response.header("X-RateLimit-Reset");
        if (told != null || reset == null || response.code() != TOO_MANY) {
            return told;
        }
        try {
            long number = Long.parseLong(reset.strip());
            long millis = number >= IN_MILLIS
                    ? number - response.receivedResponseAtMillis()
                    : number >= IN_SECONDS ? number * 1000 - response.receivedResponseAtMillis() : number * 1000;
            return Long.toString(Math.max(0, (millis + 999) / 1000));
        } catch (NumberFormatException unknownForm) {
            return null;
        }
    }
}
