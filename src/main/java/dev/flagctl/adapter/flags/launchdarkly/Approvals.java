// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.ObservedFlag;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests for approval, where an environment asks for them: flagctl's change waits until somebody agrees in LaunchDarkly. */
final class Approvals {

    private static final String DESCRIPTION = "flagctl";

    private final LaunchDarklyApi api;
    private final String environment;
    private final boolean required;
    private @Nullable Map<String, JsonNode> open;

    Approvals(LaunchDarklyApi api, String environment) {
        this.api = api;
        this.environment = environment;
        this.required = api.environment("read the environment \"" + environment + "\"", environment)
                .path("approvalSettings")
                .path("required")
                .asBoolean(false);
    }

    boolean isRequired() {
        return required;
    }

    /** Says of a flag what flagctl's request waits for, if there is one. */
    ObservedFlag awaiting(ObservedFlag flag) {
        if (!required || flag.state() == null) {
            return flag;
        }
        return Optional.ofNullable(open().get(api.resource(environment, flag.key())))
                .filter(request -> !isApproved(request))
                .map(request -> flag.awaiting(words(request)))
                .orElse(flag);
    }

    /**
     * Carries out instructions by the way of an approval: applies flagctl's approved request for the same instructions, else makes one.
     *
     * @throws AdapterException with {@link Failure#AWAITING} when nothing has changed yet
     */
    void change(String action, String key, Map<String, Object> patch) {
        Optional<JsonNode> there = pending(key);
        Object wanted = JsonMapper.shared().valueToTree(patch.get("instructions"));
        if (there.isPresent() && there.get().path("instructions").equals(wanted)) {
            if (isApproved(there.get())) {
                api.applyApproved(
                        action, environment, key, there.get().path("_id").asString());
                return;
            }
            throw waiting(action, words(there.get()));
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("description", DESCRIPTION + ": " + action);
        request.put("comment", String.valueOf(patch.get("comment")));
        request.put("instructions", patch.getOrDefault("instructions", List.of()));
        throw waiting(action, words(api.requestApproval(action, environment, key, request)));
    }

    /** Returns flagctl's open requests by flag, asked for once: an environment may have thousands of flags. */
    private Map<String, JsonNode> open() {
        Map<String, JsonNode> known = open;
        if (known == null) {
            known = new HashMap<>();
            for (JsonNode request : api.openApprovalRequests("read approval requests")) {
                if (isOurs(request)) {
                    known.putIfAbsent(request.path("resourceId").asString(""), request);
                }
            }
            open = known;
        }
        return known;
    }

    /** Asks anew: right before a change the answer must be fresh. */
    private Optional<JsonNode> pending(String key) {
        return api.approvalRequests("read approval requests", environment, key).stream()
                .filter(Approvals::isOurs)
                .findFirst();
    }

    private static boolean isOurs(JsonNode request) {
        return request.path("status").asString("").equals("pending")
                && request.path("description").asString("").startsWith(DESCRIPTION);
    }

    private static boolean isApproved(JsonNode request) {
        return request.path("reviewStatus").asString("").equals("approved");
    }

    private static String words(JsonNode request) {
        return "approval request " + request.path("_id").asString() + ", "
                + request.path("reviewStatus").asString("pending");
    }

    private AdapterException waiting(String action, String request) {
        return new AdapterException(
                Failure.AWAITING, action, api.target(), "its environment asks for approvals: " + request);
    }
}
