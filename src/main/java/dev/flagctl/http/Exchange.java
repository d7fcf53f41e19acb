// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.http;

import dev.flagctl.diag.AdapterException.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
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
    private final Answers answers;
    private final String agent;

    Exchange(Clients clients, Failures failures, HttpLimits limits) {
        this.clients = clients;
        this.failures = failures;
        this.answers = new Answers(failures, limits.largestAnswer());
        String version = Exchange.class.getPackage().getImplementationVersion();
        this.agent = "flagctl/" + (version == null ? "development" : version);
    }

    @Override
    public void close() {
        clients.close();
    }

    /** Sends a request and returns the whole answer. */
    Attempt<HttpAnswer> make(HttpRequest request) {
        return exchange(request, answers::whole);
    }

    /** Sends a request and returns what a reader makes of the body. */
    <T> Attempt<T> make(HttpRequest request, BodyReader<T> reader) {
        return exchange(request, response -> answers.streamed(response, reader));
    }

    private <T> Attempt<T> exchange(HttpRequest request, Answers.Reading<T> reading) {
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
                    return answers.read(request, response, reading);
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
