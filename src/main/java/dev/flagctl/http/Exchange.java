// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import dev.flagctl.diag.AdapterException.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a request once, follows the redirects of a read, and reads the answer to its end. */
final class Exchange implements AutoCloseable {

    private static final int MOST_REDIRECTS = 5;

    private static final Logger LOG = LoggerFactory.getLogger("dev.flagctl.http");

    /** Of a path the log shows only its begin: the rest may be a secret, as in the addresses of webhooks. */
    private static final int SEGMENTS_SHOWN = 2;

    private final Clients clients;
    private final Failures failures;
    private final HttpLimits limits;
    private final String agent;

    Exchange(Clients clients, Failures failures, HttpLimits limits) {
        this.clients = clients;
        this.failures = failures;
        this.limits = limits;
        String version = Exchange.class.getPackage().getImplementationVersion();
        this.agent = "flagctl/" + (version == null ? "development" : version);
    }

    @Override
    public void close() {
        clients.close();
    }

    Attempt make(HttpRequest request) {
        HttpUrl url = HttpUrl.parse(request.url());
        if (url == null) {
            return Attempt.failed(failures.of(
                    Failure.REFUSED,
                    "\"" + request.url() + "\" is no http or https address; correct the adapter's address"));
        }
        boolean credentials = true;
        for (int redirects = 0; ; redirects++) {
            Sent sent = new Sent();
            try (Response response = clients.forScheme(url.isHttps())
                    .newCall(wire(request, url, sent, credentials))
                    .execute()) {
                log(request, url, response);
                if (!redirected(request, response)) {
                    return read(request, response);
                }
                HttpUrl next = response.request().url().resolve(String.valueOf(response.header("Location")));
                if (next == null
                        || redirects == MOST_REDIRECTS
                        || (url.isHttps() && !next.isHttps())
                        || !request.safe()) {
                    return Attempt.failed(failures.ofRedirect(response.code(), next));
                }
                credentials = credentials && sameOrigin(url, next);
                url = next;
            } catch (BadHeaderException e) {
                return Attempt.failed(failures.of(Failure.REFUSED, String.valueOf(e.getMessage())));
            } catch (IOException e) {
                LOG.debug("{} {} {}", request.method(), shown(url), e.toString());
                return Attempt.failed(failures.of(request, sent.anything(), e));
            }
        }
    }

    private static void log(HttpRequest request, HttpUrl url, Response response) {
        if (LOG.isDebugEnabled()) {
            long took = response.receivedResponseAtMillis() - response.sentRequestAtMillis();
            LOG.debug("{} {} {} in {} ms", request.method(), shown(url), response.code(), took);
        }
    }

    private static String shown(HttpUrl url) {
        List<String> path = url.encodedPathSegments();
        String begin = String.join("/", path.subList(0, Math.min(SEGMENTS_SHOWN, path.size())));
        return url.host() + ":" + url.port() + "/" + begin + (path.size() > SEGMENTS_SHOWN ? "/…" : "");
    }

    private static boolean redirected(HttpRequest request, Response response) {
        return switch (response.code()) {
            case 301, 302, 303, 307, 308 -> !request.accepted().contains(response.code());
            default -> false;
        };
    }

    private static boolean sameOrigin(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }

    private Request wire(HttpRequest request, HttpUrl url, Sent sent, boolean credentials) {
        Request.Builder wire = new Request.Builder()
                .url(url.newBuilder().username("").password("").build())
                .tag(Sent.class, sent)
                .header("User-Agent", agent);
        // Any header may be a credential: elsewhere none of them is sent.
        if (credentials) {
            HttpUrl asked = HttpUrl.get(request.url());
            if (!asked.username().isEmpty() || !asked.password().isEmpty()) {
                wire.header("Authorization", Credentials.basic(asked.username(), asked.password()));
            }
            request.headers().forEach((name, value) -> add(wire, name, value));
            request.headersOfTry().get().forEach((name, value) -> add(wire, name, value));
        }
        String text = request.body();
        RequestBody body = text == null
                ? (request.safe() || request.method().equals("DELETE") ? null : new OneShotText("", ""))
                : new OneShotText(request.contentType(), text);
        return wire.method(request.method(), body).build();
    }

    private static void add(Request.Builder wire, String name, String value) {
        try {
            wire.header(name, value);
        } catch (IllegalArgumentException e) {
            // Not as a cause: OkHttp's message quotes the value, which may be a secret.
            throw new BadHeaderException(name);
        }
    }

    /** A header that HTTP cannot carry. */
    private static final class BadHeaderException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BadHeaderException(String name) {
            super("the header " + name
                    + " has a character that HTTP does not allow; does its secret end with a line break?");
        }
    }

    private Attempt read(HttpRequest request, Response response) throws IOException {
        int status = response.code();
        String body;
        try {
            body = text(response);
        } catch (EOFException | ProtocolException e) {
            return Attempt.failed(failures.ofTruncated(request, status));
        }
        if (body == null) {
            return Attempt.failed(failures.of(
                    Failure.GARBLED, "its answer is larger than " + (limits.largestAnswer() >> 20) + " MiB"));
        }
        boolean page = isPage(response, body);
        if (!response.isSuccessful() && !request.accepted().contains(status)) {
            return Attempt.failed(failures.ofStatus(request, status, RetryAfter.of(response), page ? "" : body));
        }
        if (page) {
            return Attempt.failed(failures.of(
                    Failure.GARBLED,
                    "it answered " + status
                            + " with a web page instead of data; check the address, and whether a proxy or a"
                            + " log-in page stands before it"));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers()
                .forEach(header -> headers.put(header.getFirst().toLowerCase(Locale.ROOT), header.getSecond()));
        return Attempt.answered(new HttpAnswer(status, headers, body));
    }

    /** Returns the whole body, null when it is larger than allowed. */
    private @Nullable String text(Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(limits.largestAnswer() + 1)) {
            return null;
        }
        MediaType type = response.body().contentType();
        return source.readString(type == null ? StandardCharsets.UTF_8 : type.charset(StandardCharsets.UTF_8));
    }

    private static boolean isPage(Response response, String body) {
        String type = String.valueOf(response.header("Content-Type"));
        String start =
                body.substring(0, Math.min(64, body.length())).stripLeading().toLowerCase(Locale.ROOT);
        return type.startsWith("text/html") || start.startsWith("<!doctype html") || start.startsWith("<html");
    }

    /** A body that OkHttp may send once only: otherwise it repeats a POST by itself after 408 and after 503 with {@code Retry-After: 0}. */
    private static final class OneShotText extends RequestBody {

        private final @Nullable MediaType type;
        private final byte[] bytes;

        OneShotText(String type, String text) {
            this.type = MediaType.parse(type);
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable MediaType contentType() {
            return type;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }
}
