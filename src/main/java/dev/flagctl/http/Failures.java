// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.diag.Redaction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Says what a failed try means: for the caller, for another try, and for people. */
final class Failures {

    /** How much of an error's body is quoted, and how much is looked at for it. */
    private static final int MOST_OF_A_BODY = 200;

    private static final int MOST_THAT_IS_READ = 8_000;

    private final Redaction redaction;
    private final Clock clock;

    Failures(Redaction redaction, Clock clock) {
        this.redaction = redaction;
        this.clock = clock;
    }

    /** A fault that another try does not mend. */
    Attempt.Fault of(Failure failure, String reason) {
        return new Attempt.Fault(failure, redaction.of(reason), false, null, null);
    }

    /** No status came back. */
    Attempt.Fault of(HttpRequest request, boolean sent, IOException broken) {
        if (broken instanceof Clients.CaException) {
            return of(Failure.REFUSED, broken.getMessage() + "; correct the adapter's \"ca\"");
        }
        if (!sent) {
            boolean untrusted = broken instanceof SSLException;
            return new Attempt.Fault(Failure.UNREACHABLE, redaction.of(unreachable(broken)), !untrusted, null, broken);
        }
        if (request.reading()) {
            String reason = redaction.of("the answer did not come: " + shortly(broken));
            return new Attempt.Fault(Failure.TRANSIENT, reason, request.repeatable(), null, broken);
        }
        return new Attempt.Fault(
                Failure.UNKNOWN_OUTCOME,
                redaction.of("the answer to what was sent did not come: " + shortly(broken)),
                request.repeatable(),
                null,
                broken);
    }

    /** The connection ended within the body. */
    Attempt.Fault ofTruncated(HttpRequest request, int status) {
        return new Attempt.Fault(
                Failure.GARBLED,
                "its answer (status " + status + ") broke off before its end",
                request.repeatable(),
                null,
                null);
    }

    /** A status that is no success; {@code body} is empty for a web page. */
    Attempt.Fault ofStatus(HttpRequest request, int status, @Nullable String retryAfter, String body) {
        Failure failure = failure(request, status);
        // Who was sent away for asking too often was not served (RFC 6585 §4): then even a POST may come again.
        boolean repeat = failure == Failure.TRANSIENT && (request.repeatable() || status == 429);
        String reason = "it answered " + status + remedy(failure, status) + quoted(body);
        return new Attempt.Fault(failure, reason, repeat, wait(retryAfter), null);
    }

    Attempt.Fault ofRedirect(int status, @Nullable HttpUrl next) {
        String where =
                next == null ? "nowhere" : next.newBuilder().query(null).build().toString();
        return of(
                Failure.REFUSED,
                "it answered " + status + " and points to " + where + "; put the right address into the manifest");
    }

    private static Failure failure(HttpRequest request, int status) {
        if (status == 401 || status == 403 || status == 407) {
            return Failure.FORBIDDEN;
        }
        // 501 and 505 say "never"; what stands behind the others may have done its work before a gateway gave up on it.
        if (status == 501 || status == 505 || (status < 500 && status != 408 && status != 429)) {
            return Failure.REFUSED;
        }
        boolean declined = status == 408 || status == 429 || status == 503;
        return declined || request.repeatable() ? Failure.TRANSIENT : Failure.UNKNOWN_OUTCOME;
    }

    private static String remedy(Failure failure, int status) {
        return switch (failure) {
            case FORBIDDEN ->
                status == 401
                        ? ": the credentials are missing or wrong; check the adapter's token"
                        : ": the credentials do not allow it; ask for the right, or use others";
            case REFUSED -> status == 404 ? ": there is no such thing; check address and names" : "";
            case UNKNOWN_OUTCOME -> ": whether it was done is not known";
            case TRANSIENT -> ": busy or restarting; try again later";
            case UNREACHABLE, GARBLED, AWAITING -> "";
        };
    }

    private String quoted(String body) {
        // Redacted before it is cut: half a secret would not be found.
        String start = redaction.of(body.substring(0, Math.min(MOST_THAT_IS_READ, body.length())));
        String line = start.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.isEmpty()) {
            return "";
        }
        return " [" + (line.length() <= MOST_OF_A_BODY ? line : line.substring(0, MOST_OF_A_BODY) + "…") + "]";
    }

    private static String unreachable(IOException broken) {
        if (broken instanceof UnknownHostException) {
            return "its host is not known; check the address and the network";
        }
        if (broken instanceof SSLException) {
            return "its certificate or TLS is not accepted: " + shortly(broken)
                    + "; name the right host, or its certificate authority in the adapter's \"ca\"";
        }
        if (broken instanceof ConnectException) {
            return "nobody listens there; check the address, and whether it runs";
        }
        return "it could not be reached: " + shortly(broken) + "; check the address and the network";
    }

    private static String shortly(IOException broken) {
        if (broken instanceof SocketTimeoutException || "timeout".equals(broken.getMessage())) {
            return "it took too long";
        }
        String message = broken.getMessage();
        return message == null || message.isEmpty()
                ? broken.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    /** Reads {@code Retry-After}: seconds or a date (RFC 9110 §10.2.3); null when there is none that can be read. */
    private @Nullable Duration wait(@Nullable String retryAfter) {
        if (retryAfter == null) {
            return null;
        }
        try {
            return Duration.ofSeconds(Math.max(0, Long.parseLong(retryAfter.strip())));
        } catch (NumberFormatException notSeconds) {
            try {
                Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(retryAfter.strip(), Instant::from);
                Duration wait = Duration.between(clock.instant(), then);
                return wait.isNegative() ? Duration.ZERO : wait;
            } catch (DateTimeException neither) {
                return null;
            }
        }
    }
}
