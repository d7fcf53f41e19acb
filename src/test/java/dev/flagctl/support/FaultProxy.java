// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a real server, hands requests on, counts them, and breaks those that a test names.
 *
 * <p>A fault is either told instead of the server (a status, a reset: the server sees nothing), or comes after the server has done its work
 * (a lost, slow or truncated answer), so that both halves of "nobody knows whether it happened" can be tried.
 */
public final class FaultProxy implements AutoCloseable {

    /** How a request goes wrong. */
    public enum Kind {
        /** The server sees nothing; the client gets a status. */
        STATUS(false),
        /** The server sees nothing; the connection breaks. */
        RESET_BEFORE(false),
        /** The server does its work; the connection breaks before the answer. */
        RESET_AFTER(true),
        /** The server does its work; the client gets a status of somebody in between. */
        STATUS_AFTER(true),
        /** The server does its work; the answer breaks off in the middle. */
        TRUNCATED(true),
        /** The server does its work; the answer comes late. */
        SLOW(true);

        private final boolean reachesServer;

        Kind(boolean reachesServer) {
            this.reachesServer = reachesServer;
        }
    }

    /**
     * One fault.
     *
     * @param kind what goes wrong
     * @param status status that the client gets, where it gets one
     * @param headers further headers of that answer
     * @param body body of that answer
     * @param delay how late a slow answer is
     */
    public record Fault(Kind kind, int status, Headers headers, String body, Duration delay) {

        public static final Fault RESET_BEFORE = of(Kind.RESET_BEFORE);
        public static final Fault RESET_AFTER = of(Kind.RESET_AFTER);
        public static final Fault TRUNCATED = of(Kind.TRUNCATED);

        private static Fault of(Kind kind) {
            return new Fault(kind, 0, Headers.EMPTY, "", Duration.ZERO);
        }

        public static Fault status(int status, String body) {
            return new Fault(Kind.STATUS, status, Headers.of("Content-Type", "application/json"), body, Duration.ZERO);
        }

        /** Returns a status with a web page, as proxies and body parsers answer. */
        public static Fault page(int status) {
            String page = "<!DOCTYPE html><html><body><pre>at internal/stack.js:42</pre></body></html>";
            return new Fault(Kind.STATUS, status, Headers.of("Content-Type", "text/html"), page, Duration.ZERO);
        }

        public static Fault retryAfter(int status, int seconds) {
            Headers headers = Headers.of("Retry-After", String.valueOf(seconds), "Content-Type", "text/plain");
            return new Fault(Kind.STATUS, status, headers, "Too many requests", Duration.ZERO);
        }

        /** Returns a gateway's answer for a server that did its work. */
        public static Fault statusAfter(int status) {
            return new Fault(Kind.STATUS_AFTER, status, Headers.EMPTY, "", Duration.ZERO);
        }

        public static Fault slow(Duration delay) {
            return new Fault(Kind.SLOW, 0, Headers.EMPTY, "", delay);
        }

        /** Tells whether the server does its work in spite of it. */
        public boolean reachesServer() {
            return kind.reachesServer;
        }

        @Override
        public String toString() {
            return kind + (status == 0 ? "" : " " + status);
        }
    }

    /**
     * A request that came.
     *
     * @param method its method
     * @param path its path and query
     * @param body its body, empty for none
     * @param fault how it went wrong, or null
     */
    public record Seen(
            String method,
            String path,
            String body,
            @Nullable Fault fault) {

        /** Tells whether the server saw it. */
        public boolean reachedServer() {
            return fault == null || fault.reachesServer();
        }

        @Override
        public String toString() {
            return method + " " + path + (fault == null ? "" : " [" + fault + "]");
        }
    }

    private static final Set<String> OF_ONE_HOP =
            Set.of("connection", "host", "content-length", "transfer-encoding", "accept-encoding", "keep-alive");

    private final String target;
    private final MockWebServer front = new MockWebServer();
    private final OkHttpClient back;
    private final List<Seen> seen = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private Consumer<Seen> watcher = seen -> {};
    private volatile Runnable whenLost = () -> {};

    private static final class Rule {

        private final Predicate<Seen> which;
        private final Fault fault;
        private int times;

        Rule(Predicate<Seen> which, Fault fault, int times) {
            this.which = which;
            this.fault = fault;
            this.times = times;
        }
    }

    /** Starts on a free port of 127.0.0.1. */
    public FaultProxy(String target) {
        this(target, new OkHttpClient());
    }

    /** Starts on a free port of 127.0.0.1, before a server whose certificate this client trusts. */
    public FaultProxy(String target, OkHttpClient trusting) {
        this.target = target;
        this.back = trusting.newBuilder()
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .readTimeout(Duration.ofMinutes(2))
                .build();
        front.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
            }
        });
        try {
            front.start();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Returns where it listens, without a slash at the end. */
    public String url() {
        String url = front.url("/").toString();
        return url.substring(0, url.length() - 1);
    }

    /** Breaks the next {@code times} requests that are of this sort; the first rule that fits counts. */
    public synchronized void fault(Predicate<Seen> which, Fault fault, int times) {
        rules.add(new Rule(which, fault, times));
    }

    /** Tells of each request when it comes, before anything is done with it. */
    public synchronized void watch(Consumer<Seen> watcher) {
        this.watcher = watcher;
    }

    /** Does something when the server has done the work of a request whose answer gets lost. */
    public synchronized void whenLost(Runnable whenLost) {
        this.whenLost = whenLost;
    }

    /** Breaks nothing any more, and forgets what it has seen. */
    public synchronized void reset() {
        rules.clear();
        watcher = seen -> {};
        seen.clear();
    }

    /** Returns all requests since the last reset, in the order in which they came. */
    public synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Returns how many requests of a sort the server has seen since the last reset. */
    public synchronized long served(Predicate<Seen> which) {
        return seen.stream().filter(Seen::reachedServer).filter(which).count();
    }

    @Override
    public void close() {
        front.close();
        back.connectionPool().evictAll();
        back.dispatcher().executorService().shutdown();
    }

    private MockResponse answer(RecordedRequest request) {
        ByteString body = request.getBody() == null ? ByteString.EMPTY : request.getBody();
        Fault fault = note(request, body);
        if (fault != null && fault.kind() == Kind.RESET_BEFORE) {
            return broken();
        }
        if (fault != null && fault.kind() == Kind.STATUS) {
            return new MockResponse(fault.status(), fault.headers(), fault.body());
        }
        MockResponse.Builder answer;
        try {
            answer = handedOn(request, body);
        } catch (IOException e) {
            // The server is gone: so is the connection of whoever asks.
            return broken();
        }
        if (fault == null) {
            return answer.build();
        }
        return switch (fault.kind()) {
            case RESET_AFTER -> {
                whenLost.run();
                yield broken();
            }
            case STATUS_AFTER -> new MockResponse(fault.status(), fault.headers(), fault.body());
            case TRUNCATED ->
                answer.onResponseBody(new SocketEffect.CloseSocket(true, false, false))
                        .build();
            case SLOW ->
                answer.headersDelay(fault.delay().toMillis(), TimeUnit.MILLISECONDS)
                        .build();
            case STATUS, RESET_BEFORE -> throw new IllegalStateException("it never reaches the server");
        };
    }

    private synchronized @Nullable Fault note(RecordedRequest request, ByteString body) {
        Seen plain = new Seen(request.getMethod(), request.getTarget(), body.utf8(), null);
        watcher.accept(plain);
        for (Rule rule : rules) {
            if (rule.times > 0 && rule.which.test(plain)) {
                rule.times--;
                seen.add(new Seen(plain.method(), plain.path(), plain.body(), rule.fault));
                return rule.fault;
            }
        }
        seen.add(plain);
        return null;
    }

    private MockResponse.Builder handedOn(RecordedRequest request, ByteString body) throws IOException {
        Request.Builder on = new Request.Builder()
                .url(target + request.getTarget())
                .headers(endToEnd(request.getHeaders()))
                .method(request.getMethod(), bodyOf(request, body));
        try (Response response = back.newCall(on.build()).execute()) {
            return new MockResponse.Builder()
                    .code(response.code())
                    .headers(endToEnd(response.headers()))
                    .body(new okio.Buffer().write(response.body().bytes()));
        }
    }

    private static @Nullable RequestBody bodyOf(RecordedRequest request, ByteString body) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return null;
        }
        String type = request.getHeaders().get("Content-Type");
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return type == null ? null : MediaType.parse(type);
            }

            @Override
            public long contentLength() {
                return body.size();
            }

            @Override
            public boolean isOneShot() {
                return true;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(body);
            }
        };
    }

    private static Headers endToEnd(Headers headers) {
        Headers.Builder kept = new Headers.Builder();
        new TreeMap<>(headers.toMultimap()).forEach((name, values) -> {
            if (!OF_ONE_HOP.contains(name)) {
                values.forEach(value -> kept.add(name, Objects.requireNonNull(value)));
            }
        });
        return kept.build();
    }

    private static MockResponse broken() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket(true, false, false))
                .build();
    }
}
