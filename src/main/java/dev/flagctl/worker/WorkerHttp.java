// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.flagctl.diag.RefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Says over HTTP how a worker is: {@code /metrics}, {@code /healthz} and {@code /readyz}. Reads nothing that it is sent. */
final class WorkerHttp implements AutoCloseable {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newFixedThreadPool(2, WorkerThreads.named("flagctl-http"));

    private WorkerHttp(HttpServer server) {
        this.server = server;
    }

    /**
     * Begins to listen.
     *
     * @param metrics text of the metrics
     * @param isHealthy false when only a new process would help
     * @param isReady false while it cannot work
     * @param note what else a person should know who asks whether it is ready; empty for nothing
     */
    static WorkerHttp listen(
            InetSocketAddress address,
            Supplier<String> metrics,
            BooleanSupplier isHealthy,
            BooleanSupplier isReady,
            Supplier<String> note) {
        try {
            WorkerHttp http = new WorkerHttp(HttpServer.create(address, 0));
            http.at("/metrics", exchange -> metrics(exchange, metrics));
            http.at("/healthz", exchange -> answer(exchange, isHealthy, () -> ""));
            http.at("/readyz", exchange -> answer(exchange, isReady, note));
            http.server.createContext("/", WorkerHttp::nothingThere);
            http.server.setExecutor(http.executor);
            http.server.start();
            return http;
        } catch (IOException e) {
            throw new RefusedException(
                    "nothing can listen on " + address.getHostString() + ":" + address.getPort() + ": "
                            + e.getMessage(),
                    "name another address with --listen, such as 127.0.0.1:0 for any free port");
        }
    }

    /** The server would also ask it for whatever begins so. */
    private void at(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            if (exchange.getRequestURI().getPath().equals(path)) {
                handler.handle(exchange);
            } else {
                nothingThere(exchange);
            }
        });
    }

    /** Returns where it listens. */
    String url() {
        InetSocketAddress address = server.getAddress();
        return "http://" + address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static void metrics(HttpExchange exchange, Supplier<String> metrics) throws IOException {
        send(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
    }

    private static void answer(HttpExchange exchange, BooleanSupplier isGood, Supplier<String> note)
            throws IOException {
        boolean good = isGood.getAsBoolean();
        String more = note.get();
        send(exchange, good ? 200 : 503, TEXT, (good ? "ok\n" : "not now\n") + (more.isEmpty() ? "" : more + "\n"));
    }

    private static void nothingThere(HttpExchange exchange) throws IOException {
        send(exchange, 404, TEXT, "there are /metrics, /healthz and /readyz\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            boolean reads = method.equals("GET") || method.equals("HEAD");
            byte[] body = (reads ? text : "only GET and HEAD\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", reads ? type : TEXT);
            if (!reads) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            }
            // The server counts what is sent against the length, and to HEAD nothing is.
            exchange.sendResponseHeaders(reads ? status : 405, method.equals("HEAD") ? -1 : body.length);
            if (!method.equals("HEAD")) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
    }
}
