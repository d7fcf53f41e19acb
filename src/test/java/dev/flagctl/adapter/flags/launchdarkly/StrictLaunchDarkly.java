// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flagctl.adapter.flags.launchdarkly.StrictFlag.BadRequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A LaunchDarkly for tests: the calls that flagctl makes, as strict as the documentation says. No server of LaunchDarkly can be had; it refuses unknown fields,
 * unknown instructions, other media types, wrong sums of weights and tokens with {@code Bearer}.
 */
final class StrictLaunchDarkly implements AutoCloseable {

    static final String TOKEN = "api-token-of-the-tests";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> ENVIRONMENTS = List.of("production", "staging");

    final Map<String, StrictFlag> flags = new LinkedHashMap<>();
    final List<ObjectNode> approvalRequests = new ArrayList<>();
    /** What {@code flag-statuses} answers, as JSON text by key of the flag. */
    final Map<String, String> statuses = new LinkedHashMap<>();

    /** What {@code code-refs/repositories} answers, as JSON text; empty where the contract does not cover it. */
    String repositories = "";

    /** What {@code code-refs/statistics} says of each flag that code names, as JSON text. */
    final Map<String, String> codeStatistics = new LinkedHashMap<>();

    /** The comments of changes, oldest first. */
    final List<String> comments = new ArrayList<>();

    final List<String> calls = new ArrayList<>();
    private final HttpServer server;
    private boolean approvals;
    private int rateLimited;
    private int conflicts;
    private int changes;

    StrictLaunchDarkly() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "strict-launchdarkly");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Returns how many calls have changed something. */
    synchronized int changes() {
        return changes;
    }

    /** Lets production ask for approvals from now on. */
    synchronized void requireApprovals() {
        approvals = true;
    }

    /** Answers the next changes with 429, as when the window of ten seconds is used up. */
    synchronized void limitNext(int number) {
        rateLimited = number;
    }

    /** Answers the next changes with 409, as when somebody else changes the flag at the same moment. */
    synchronized void conflictNext(int number) {
        conflicts = number;
    }

    synchronized void review(String id, String status) {
        approvalRequests.stream()
                .filter(each -> each.path("_id").asString().equals(id))
                .forEach(each -> each.put("reviewStatus", status));
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(method + " " + path);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Ratelimit-Global-Remaining", "1000");
        try {
            Reply reply = !TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                    ? new Reply(401, message("Invalid access token"))
                    : answer(exchange, method, path, body);
            if (!method.equals("GET") && reply.status() < 300) {
                changes++;
            }
            send(exchange, reply);
        } catch (BadRequestException e) {
            send(exchange, new Reply(400, message(String.valueOf(e.getMessage()))));
        }
    }

    private record Reply(int status, JsonNode body) {}

    private Reply answer(HttpExchange exchange, String method, String path, String body) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!method.equals("GET") && rateLimited > 0) {
            rateLimited--;
            exchange.getResponseHeaders().set("Retry-After", "1");
            return new Reply(429, message("Rate limit exceeded"));
        }
        String[] parts = path.split("/", -1);
        if (path.equals("/api/v2/caller-identity")) {
            return new Reply(
                    200, JSON.createObjectNode().put("tokenName", "tests").put("authKind", "token"));
        }
        if (path.equals("/api/v2/flags/shop")) {
            return method.equals("POST") ? create(type, body) : new Reply(200, list(query(exchange)));
        }
        if (path.startsWith("/api/v2/flags/shop/")) {
            if (method.equals("PATCH")) {
                comments.add(JSON.readTree(body).path("comment").asString(""));
            }
            return flag(method, decoded(parts[5]), type, body);
        }
        if (path.startsWith("/api/v2/projects/shop/environments/") && ENVIRONMENTS.contains(parts[6])) {
            ObjectNode environment = JSON.createObjectNode().put("key", parts[6]);
            environment.putObject("approvalSettings").put("required", approvals && parts[6].equals("production"));
            return new Reply(200, environment);
        }
        if (path.startsWith("/api/v2/projects/shop/flags/") && path.contains("/approval-requests")) {
            return approval(method, decoded(parts[6]), parts.length > 10 ? parts[10] : "", type, body);
        }
        if (path.equals("/api/v2/flag-statuses/shop/production")) {
            ObjectNode list = JSON.createObjectNode();
            ArrayNode items = list.putArray("items");
            statuses.forEach((key, status) -> {
                ObjectNode item = (ObjectNode) JSON.readTree(status);
                item.putObject("_links").putObject("self").put("href", path + "/" + key);
                items.add(item);
            });
            return new Reply(200, list);
        }
        if (path.equals("/api/v2/code-refs/repositories")) {
            StrictFlag.known(
                    JSON.valueToTree(query(exchange)),
                    Set.of("withBranches", "withReferencesForDefaultBranch", "projKey", "flagKey"));
            return repositories.isEmpty()
                    ? new Reply(403, message("code references are not part of your plan"))
                    : new Reply(200, JSON.readTree(repositories));
        }
        if (path.equals("/api/v2/code-refs/statistics/shop")) {
            ObjectNode statistics = JSON.createObjectNode();
            ObjectNode named = statistics.putObject("flags");
            codeStatistics.forEach((key, text) -> named.set(key, JSON.readTree(text)));
            return new Reply(200, statistics);
        }
        if (path.equals("/api/v2/approval-requests")) {
            return new Reply(200, openRequests(query(exchange)));
        }
        if (path.equals("/api/v2/auditlog")) {
            return new Reply(200, auditLog());
        }
        return new Reply(404, message("Not found"));
    }

    private Reply create(String type, String body) {
        StrictFlag.check(type.startsWith("application/json"), "wrong media type " + type);
        JsonNode given = JSON.readTree(body);
        String key = given.path("key").asString("");
        StrictFlag.check(key.matches("[A-Za-z0-9._-]+"), "invalid key");
        if (flags.containsKey(key)) {
            return new Reply(409, message("key already exists"));
        }
        flags.put(key, new StrictFlag(given, ENVIRONMENTS));
        return new Reply(201, flags.get(key).json());
    }

    private ObjectNode list(Map<String, String> query) {
        StrictFlag.known(JSON.valueToTree(query), Set.of("env", "summary", "limit", "offset", "filter"));
        String filter = query.getOrDefault("filter", "");
        StrictFlag.check(Set.of("", "state:archived", "state:deprecated").contains(filter), "unknown filter " + filter);
        int offset = Integer.parseInt(query.getOrDefault("offset", "0"));
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        flags.values().stream()
                .filter(flag -> flag.json().path("archived").asBoolean() == filter.equals("state:archived"))
                .filter(flag -> !filter.equals("state:deprecated")
                        || flag.json().path("deprecated").asBoolean(false))
                .skip(offset)
                .limit(Integer.parseInt(query.getOrDefault("limit", "20")))
                .forEach(flag -> {
                    ObjectNode copy = flag.json().deepCopy();
                    ((ObjectNode) copy.get("environments")).retain(query.getOrDefault("env", ""));
                    items.add(copy);
                });
        return page;
    }

    private Reply flag(String method, String key, String type, String body) {
        StrictFlag flag = flags.get(key);
        if (flag == null) {
            return new Reply(404, message("Unknown flag"));
        }
        if (method.equals("GET")) {
            return new Reply(200, flag.json());
        }
        StrictFlag.check(
                method.equals("PATCH") && type.equals("application/json; domain-model=launchdarkly.semanticpatch"),
                "wrong method or media type: " + method + " " + type);
        if (conflicts > 0) {
            conflicts--;
            return new Reply(409, message("conflict"));
        }
        JsonNode patch = JSON.readTree(body);
        if (approvals && patch.path("environmentKey").asString("").equals("production")) {
            return new Reply(405, message("approval is required"));
        }
        flag.patch(patch);
        return new Reply(200, flag.json());
    }

    private Reply approval(String method, String key, String id, String type, String body) {
        if (method.equals("GET")) {
            ObjectNode page = JSON.createObjectNode();
            ArrayNode items = page.putArray("items");
            approvalRequests.stream()
                    .filter(each -> each.path("flag").asString().equals(key))
                    .forEach(items::add);
            return new Reply(200, page);
        }
        StrictFlag.check(type.startsWith("application/json"), "wrong media type " + type);
        if (id.isEmpty()) {
            JsonNode given = JSON.readTree(body);
            StrictFlag.known(given, Set.of("description", "comment", "instructions", "notifyMemberIds"));
            StrictFlag.check(given.path("instructions").size() > 0 && given.has("description"), "incomplete");
            ObjectNode request = given.deepCopy().asObject();
            request.put("_id", "request-" + (approvalRequests.size() + 1));
            request.put("resourceId", "proj/shop:env/production:flag/" + key);
            request.put("flag", key).put("status", "pending").put("reviewStatus", "pending");
            approvalRequests.add(request);
            return new Reply(201, request);
        }
        ObjectNode request = approvalRequests.stream()
                .filter(each -> each.path("_id").asString().equals(id))
                .findFirst()
                .orElseThrow(() -> new BadRequestException("unknown request"));
        StrictFlag.check(request.path("reviewStatus").asString().equals("approved"), "not approved");
        ObjectNode patch = JSON.createObjectNode().put("environmentKey", "production");
        patch.set("instructions", request.get("instructions"));
        flags.get(key).patch(patch);
        request.put("status", "completed");
        return new Reply(200, request);
    }

    private ObjectNode openRequests(Map<String, String> query) {
        StrictFlag.known(JSON.valueToTree(query), Set.of("filter", "limit", "offset", "expand"));
        StrictFlag.check(
                "projectKey equals shop, resourceKind equals flag, status anyOf [\"pending\"]"
                        .equals(query.get("filter")),
                "unknown filter " + query.get("filter"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "20"));
        StrictFlag.check(limit <= 200, "limit above 200");
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        approvalRequests.stream()
                .filter(each -> each.path("status").asString().equals("pending"))
                .skip(Integer.parseInt(query.getOrDefault("offset", "0")))
                .limit(limit)
                .forEach(items::add);
        return page;
    }

    private static ObjectNode auditLog() {
        ObjectNode page = JSON.createObjectNode();
        ObjectNode entry = page.putArray("items").addObject();
        entry.put("_id", "entry-7").put("date", 1_764_000_000_000L);
        entry.putObject("member").put("email", "carol@shop.example");
        return page;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        for (String pair :
                String.valueOf(exchange.getRequestURI().getRawQuery()).split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length > 1 ? decoded(parts[1]) : "");
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static ObjectNode message(String text) {
        return JSON.createObjectNode().put("message", text);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(reply.body());
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
