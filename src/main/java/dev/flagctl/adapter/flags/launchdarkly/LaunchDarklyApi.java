// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import dev.flagctl.port.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The calls of LaunchDarkly's REST API v2 that flagctl makes (https://launchdarkly.com/docs/api). The token goes without {@code Bearer}. */
final class LaunchDarklyApi implements AutoCloseable {

    static final int CONFLICT = 409;

    /** What a change is answered with where the environment asks for approvals. */
    static final int NEEDS_APPROVAL = 405;

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int PAGE = 100;
    private static final int PAGE_OF_REQUESTS = 200;
    private static final String SEMANTIC_PATCH = "application/json; domain-model=launchdarkly.semanticpatch";

    private final HttpCalls http;
    private final String target;
    private final String url;
    private final Secret token;
    private final String project;

    LaunchDarklyApi(HttpCalls http, String target, String url, Secret token, String project) {
        this.http = http;
        this.target = target;
        this.url = url + "/api/v2";
        this.token = token;
        this.project = project;
    }

    String target() {
        return target;
    }

    /**
     * Returns flags of the project with one environment each, by key.
     *
     * @param state {@code archived} or {@code deprecated} for those only; empty for all that are not archived
     */
    Map<String, JsonNode> flags(String action, String environment, String state) {
        Map<String, JsonNode> flags = new LinkedHashMap<>();
        for (int offset = 0; ; offset += PAGE) {
            String path = "/flags/" + part(project) + "?env=" + part(environment) + "&summary=0&limit=" + PAGE
                    + "&offset=" + offset + (state.isEmpty() ? "" : "&filter=state%3A" + state);
            JsonNode page = json(action, get(action, path));
            for (JsonNode flag : page.path("items")) {
                flags.put(flag.path("key").asString(), flag);
            }
            if (page.path("items").size() < PAGE) {
                return flags;
            }
        }
    }

    /** Returns a flag with all its environments, archived or not; empty when there is none. */
    Optional<JsonNode> flag(String action, String key) {
        HttpAnswer answer = http.send(request(action, "GET", flagPath(key)).accepting(NOT_FOUND));
        return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(json(action, answer));
    }

    /** Creates a flag, switched off everywhere; a status of {@link #CONFLICT} means that there is one of that key. */
    HttpAnswer create(String action, Map<String, Object> flag) {
        return http.send(request(action, "POST", "/flags/" + part(project))
                .json(write(flag))
                .accepting(CONFLICT));
    }

    /** Sends instructions; may answer {@link #CONFLICT} or {@link #NEEDS_APPROVAL}. An environment of null means the flag as a whole. */
    HttpAnswer patch(String action, String key, Map<String, Object> patch) {
        return http.send(request(action, "PATCH", flagPath(key))
                .body(SEMANTIC_PATCH, write(patch))
                .accepting(CONFLICT, NEEDS_APPROVAL));
    }

    List<JsonNode> approvalRequests(String action, String environment, String key) {
        List<JsonNode> requests = new ArrayList<>();
        json(action, get(action, approvals(environment, key))).path("items").forEach(requests::add);
        return requests;
    }

    /** Returns the requests for approval of all flags of the project that are still open. */
    List<JsonNode> openApprovalRequests(String action) {
        List<JsonNode> requests = new ArrayList<>();
        String filter = "projectKey equals " + project + ", resourceKind equals flag, status anyOf [\"pending\"]";
        while (true) {
            String path = "/approval-requests?filter=" + part(filter) + "&limit=" + PAGE_OF_REQUESTS + "&offset="
                    + requests.size();
            JsonNode page = json(action, get(action, path)).path("items");
            page.forEach(requests::add);
            if (page.size() < PAGE_OF_REQUESTS) {
                return requests;
            }
        }
    }

    /** Returns how LaunchDarkly names a flag of an environment as a resource. */
    String resource(String environment, String key) {
        return "proj/" + project + ":env/" + environment + ":flag/" + key;
    }

    JsonNode requestApproval(String action, String environment, String key, Map<String, Object> request) {
        return json(
                action,
                http.send(request(action, "POST", approvals(environment, key)).json(write(request))));
    }

    void applyApproved(String action, String environment, String key, String id) {
        http.send(request(action, "POST", approvals(environment, key) + "/" + part(id) + "/apply")
                .json("{}"));
    }

    JsonNode environment(String action, String environment) {
        return json(action, get(action, "/projects/" + part(project) + "/environments/" + part(environment)));
    }

    /** Returns the newest entries of the audit log about one flag in an environment. */
    JsonNode auditLog(String action, String environment, String key) {
        return json(action, get(action, "/auditlog?limit=1&spec=" + part(resource(environment, key))));
    }

    /** Returns when each flag of an environment was last asked for, and what LaunchDarkly makes of it. */
    JsonNode statuses(String action, String environment) {
        return json(action, get(action, "/flag-statuses/" + part(project) + "/" + part(environment)));
    }

    /** Returns the repositories that are scanned for flags, with their branches; empty where the token or the contract does not cover it. */
    Optional<JsonNode> repositories(String action) {
        HttpAnswer answer = http.send(request(action, "GET", "/code-refs/repositories?withBranches=true")
                .accepting(FORBIDDEN, NOT_FOUND));
        return answer.status() >= FORBIDDEN ? Optional.empty() : Optional.of(json(action, answer));
    }

    /** Returns how often the code of each repository names each flag of the project; flags that no code names are missing. */
    JsonNode codeStatistics(String action) {
        return json(action, get(action, "/code-refs/statistics/" + part(project)));
    }

    /** Returns the repositories with the places in their default branches that name a flag. */
    JsonNode references(String action, String key) {
        String path = "/code-refs/repositories?withReferencesForDefaultBranch=true&projKey=" + part(project)
                + "&flagKey=" + part(key);
        return json(action, get(action, path));
    }

    HttpAnswer caller(String action) {
        return get(action, "/caller-identity");
    }

    JsonNode json(String action, HttpAnswer answer) {
        try {
            return JsonMapper.shared().readTree(answer.body());
        } catch (JacksonException e) {
            throw new AdapterException(
                    Failure.GARBLED, action, target, "its answer is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private HttpAnswer get(String action, String path) {
        return http.send(request(action, "GET", path));
    }

    private HttpRequest request(String action, String method, String path) {
        return HttpRequest.of(action, target, method, url + path).header("Authorization", token.value());
    }

    private String flagPath(String key) {
        return "/flags/" + part(project) + "/" + part(key);
    }

    private String approvals(String environment, String key) {
        return "/projects/" + part(project) + "/flags/" + part(key) + "/environments/" + part(environment)
                + "/approval-requests";
    }

    private static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String write(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }

    @Override
    public void close() {
        http.close();
    }
}
