// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import dev.flagctl.port.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls of Unleash's admin API that flagctl makes, one method each (https://docs.getunleash.io/api; measured on 8.2.0). */
final class AdminApi implements AutoCloseable {

    private static final String ADMIN = "/api/admin/";

    private final HttpCalls http;
    private final String target;
    private final String url;
    private final Secret token;
    private final String project;

    /**
     * @param target the adapter, for messages
     * @param url where Unleash is, without a slash at the end
     * @param project Unleash's project
     */
    AdminApi(HttpCalls http, String target, String url, Secret token, String project) {
        this.http = http;
        this.target = target;
        this.url = url;
        this.token = token;
        this.project = project;
    }

    String target() {
        return target;
    }

    String url() {
        return url;
    }

    String project() {
        return project;
    }

    @Override
    public void close() {
        http.close();
    }

    /** Reads flags with their strategies in one environment: the named ones, archived ones too, or all of the project that are not archived. */
    JsonNode export(String action, String environment, @Nullable Collection<String> keys) {
        ObjectNode query = UnleashJson.object();
        query.put("environment", environment);
        query.put("downloadFile", false);
        if (keys == null) {
            query.put("project", project);
        } else {
            ArrayNode names = query.putArray("features");
            keys.forEach(names::add);
        }
        return read(post(action, "features-batch/export", query).asking());
    }

    /** Reads the project with its environments. */
    JsonNode overview(String action) {
        return read(get(action, "projects/" + segment(project) + "/overview"));
    }

    /** Reads a flag in all environments. */
    JsonNode flag(String action, String key) {
        return read(get(action, flagPath(key)));
    }

    /** Reads the strategies of a flag in an environment, in the order in which they are asked. */
    JsonNode strategies(String action, String environment, String key) {
        return read(get(action, environmentPath(environment, key) + "/strategies"));
    }

    /** Reads the newest events of a flag, newest first. */
    JsonNode events(String key, int most) {
        return read(get(
                "ask who changed the flag \"" + key + "\"",
                "search/events?limit=" + most + "&feature=IS:" + segment(key)));
    }

    /** Reads how often a flag was evaluated, per application, environment and hour or day. */
    JsonNode usage(String key, long hours) {
        return read(get(
                "count the evaluations of the flag \"" + key + "\"",
                "client-metrics/features/" + segment(key) + "/raw?hoursBack=" + hours));
    }

    /** Reads whose token it is and what it may do. The answer holds the token itself: never show it. */
    JsonNode user(String action) {
        return read(get(action, "user"));
    }

    /** Reads version and limits. */
    HttpAnswer uiConfig(String action) {
        return send(get(action, "ui-config"));
    }

    /** Creates a flag without strategies, off everywhere; returns false when its name is taken, also by an archived one or in another project. */
    boolean create(String key, String description) {
        ObjectNode flag = UnleashJson.object();
        flag.put("name", key);
        flag.put("description", description);
        HttpRequest request =
                post("create the flag \"" + key + "\"", "projects/" + segment(project) + "/features", flag);
        return send(request, 409).status() != 409;
    }

    /** Brings an archived flag back, off everywhere. Must not be called for a flag that is not archived: that switches it off everywhere. */
    void revive(String key) {
        send(post("revive the flag \"" + key + "\"", "archive/revive/" + segment(key), null));
    }

    /**
     * Gives flags flagctl's tag, all of them with one call; those that have it keep it, and so do other tags. Unlike the creation of a flag, it makes a
     * tag that no flag has had yet. One flag that is not there keeps all from being tagged.
     */
    void tag(Collection<String> keys) {
        ObjectNode body = UnleashJson.object();
        ArrayNode names = body.putArray("features");
        keys.forEach(names::add);
        ObjectNode tags = body.putObject("tags");
        tags.putArray("addedTags").addObject().put("type", "simple").put("value", UnleashFlag.TAG);
        tags.putArray("removedTags");
        send(request("tag the flags that were written", "PUT", "projects/" + segment(project) + "/tags")
                .json(body.toString())
                .once());
    }

    /** Marks flags as stale, or no longer, in all environments, all of them with one call. One that is not there is passed over without a word. */
    void markStale(Collection<String> keys, boolean stale) {
        ObjectNode body = UnleashJson.object();
        ArrayNode names = body.putArray("features");
        keys.forEach(names::add);
        body.put("stale", stale);
        String action = stale ? "mark flags as stale" : "take the mark as stale from flags";
        send(post(action, "projects/" + segment(project) + "/stale", body).safeToRepeat());
    }

    void archive(String key) {
        send(request("archive the flag \"" + key + "\"", "DELETE", flagPath(key))
                .once());
    }

    void addStrategy(String environment, String key, Strategy strategy) {
        send(post(
                "add the " + strategy.words() + " to the flag \"" + key + "\"",
                environmentPath(environment, key) + "/strategies",
                UnleashJson.strategy(strategy)));
    }

    /** Changes fields of a strategy; the same change twice is one change. */
    void changeStrategy(String environment, String key, String id, ArrayNode operations) {
        String path = environmentPath(environment, key) + "/strategies/" + segment(id);
        send(request("change a strategy of the flag \"" + key + "\"", "PATCH", path)
                .json(operations.toString())
                .safeToRepeat());
    }

    /** Puts a strategy at the place that it shall have, such as behind all others, so that it serves only those whom no other one serves. */
    void move(String environment, String key, Strategy strategy) {
        ArrayNode order = UnleashJson.MAPPER.createArrayNode();
        order.addObject().put("id", strategy.id()).put("sortOrder", strategy.order());
        send(post(
                        "put a strategy of the flag \"" + key + "\" behind others",
                        environmentPath(environment, key) + "/strategies/set-sort-order",
                        order)
                .safeToRepeat());
    }

    void dropStrategy(String environment, String key, String id) {
        String path = environmentPath(environment, key) + "/strategies/" + segment(id);
        send(request("take a strategy from the flag \"" + key + "\"", "DELETE", path));
    }

    /** Switches a flag on or off. Without an enabled strategy Unleash adds one for everybody when it is switched on: look first. */
    void enable(String environment, String key, boolean on) {
        String action = "switch the flag \"" + key + "\" " + (on ? "on" : "off");
        send(post(action, environmentPath(environment, key) + (on ? "/on" : "/off"), null)
                .safeToRepeat());
    }

    private String flagPath(String key) {
        return "projects/" + segment(project) + "/features/" + segment(key);
    }

    private String environmentPath(String environment, String key) {
        return flagPath(key) + "/environments/" + segment(environment);
    }

    private HttpRequest get(String action, String path) {
        return request(action, "GET", path);
    }

    private HttpRequest post(String action, String path, @Nullable JsonNode body) {
        HttpRequest request = request(action, "POST", path);
        return body == null ? request : request.json(body.toString());
    }

    private HttpRequest request(String action, String method, String path) {
        return HttpRequest.of(action, target, method, url + ADMIN + path).header("Authorization", token.value());
    }

    private JsonNode read(HttpRequest request) {
        return UnleashJson.parse(request.action(), target, send(request).body());
    }

    private HttpAnswer send(HttpRequest request) {
        return send(request, 0);
    }

    /** Sends a request; what Unleash says against it is told in its own words. */
    private HttpAnswer send(HttpRequest request, int welcome) {
        HttpAnswer answer = http.send(request.accepting(400, 403, 404, 409));
        if (answer.status() < 300 || answer.status() == welcome) {
            return answer;
        }
        String said = UnleashJson.complaint(answer.body());
        Failure failure = Failure.REFUSED;
        String reason = "it answered " + answer.status();
        if (said.contains("SKIP_CHANGE_REQUEST")) {
            // Nothing was changed, and a person can let it happen: the feature waits, it did not fail.
            failure = Failure.AWAITING;
            reason +=
                    ": its environment is changed by change requests only, and nothing in it was changed; give the user of"
                            + " the token the right SKIP_CHANGE_REQUEST, or turn the flag down there by a change request:"
                            + " less than planned is kept, more is not";
        } else if (said.contains("different token type")) {
            failure = Failure.FORBIDDEN;
            reason += ": the token is for applications; the adapter needs a personal access token or an admin token";
        } else if (answer.status() == 403 && !said.contains("InvalidOperation")) {
            failure = Failure.FORBIDDEN;
            reason += ": the token does not allow it; give its user the right";
        }
        throw new AdapterException(
                failure, request.action(), target, said.isEmpty() ? reason : reason + " [" + said + "]");
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
