// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.adapter.flags.FlagText;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.http.HttpAnswer;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.http.HttpRequest;
import dev.flagctl.port.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The calls to the API server of a cluster, for one FeatureFlag resource. */
final class ClusterCalls implements AutoCloseable {

    static final JsonMapper MAPPER = new JsonMapper();

    private static final String GROUP = "core.openfeature.dev";

    private final String adapter;
    private final String server;
    private final Optional<Secret> token;
    private final HttpCalls calls;

    ClusterCalls(String adapter, String server, Optional<Secret> token, HttpCalls calls) {
        this.adapter = adapter;
        this.server = server.replaceAll("/+$", "");
        this.token = token;
        this.calls = calls;
    }

    /** Returns the name of the other side, for people. */
    String target(ResourceName name) {
        return "FeatureFlag " + name + " of \"" + adapter + "\"";
    }

    /** Returns the address of the API server. */
    String server() {
        return server;
    }

    private String url(ResourceName name) {
        return server + "/apis/" + FeatureFlagResource.API_VERSION + "/namespaces/" + name.namespace()
                + "/featureflags/" + name.name();
    }

    /**
     * Reads a resource.
     *
     * @return its JSON, or null when there is none
     * @throws AdapterException also when the cluster does not know the kind: that is not the same as no flags
     */
    @Nullable
    FlagText read(ResourceName name, String action) {
        HttpRequest request = HttpRequest.of(action, target(name), "GET", url(name));
        HttpAnswer answer = send(request.accepting(404));
        if (answer.status() == 404) {
            JsonNode status = parsed(answer.body());
            if (status.path("details").path("kind").asString("").equals("featureflags")) {
                return null;
            }
            throw unknownKind(name, action);
        }
        return new FlagText(target(name), action, "", answer.body());
    }

    /**
     * Applies fields on the server's side, and returns the resource as it is then.
     *
     * @param version {@code metadata.resourceVersion} that was read, or empty when there was no resource
     * @throws AdapterException that nothing was done, or of unknown outcome
     */
    FlagText apply(ResourceName name, String version, JsonNode spec) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        resource.put("apiVersion", FeatureFlagResource.API_VERSION);
        resource.put("kind", FeatureFlagResource.KIND);
        ObjectNode metadata = resource.putObject("metadata");
        metadata.put("name", name.name());
        metadata.put("namespace", name.namespace());
        locked(metadata, version);
        resource.set("spec", spec);
        return patch(name, "application/apply-patch+yaml", "&force=false", resource);
    }

    /**
     * Takes all flags away and returns the resource as it is then. An apply cannot: the server makes null of a map that it takes the last entry
     * from, and its own schema refuses that.
     */
    FlagText empty(ResourceName name, String version, Iterable<String> flagKeys) {
        ObjectNode resource = JsonNodeFactory.instance.objectNode();
        locked(resource.putObject("metadata"), version);
        ObjectNode flags = resource.putObject("spec").putObject("flagSpec").putObject("flags");
        flagKeys.forEach(flags::putNull);
        return patch(name, "application/merge-patch+json", "", resource);
    }

    /** Lets a patch fail when anybody changed the resource since it was read, whatever they changed. */
    private static void locked(ObjectNode metadata, String version) {
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
    }

    private FlagText patch(ResourceName name, String type, String more, JsonNode body) {
        String url = url(name) + "?fieldManager=" + OwnedFields.MANAGER + more;
        HttpRequest request = HttpRequest.of("write flags", target(name), "PATCH", url)
                .body(type, MAPPER.writeValueAsString(body))
                .accepting(404, 409);
        HttpAnswer answer = send(request);
        if (answer.status() == 404) {
            throw missing(name, parsed(answer.body()));
        }
        if (answer.status() == 409) {
            throw OwnershipConflict.of(target(name), parsed(answer.body()));
        }
        return new FlagText(target(name), "write flags", "", answer.body());
    }

    /** Asks for the cluster's version. */
    HttpAnswer version(ResourceName name) {
        return send(HttpRequest.of("ask for the version", target(name), "GET", server + "/version"));
    }

    /** Tells whether the token may do something with the resource; asks without doing it. */
    boolean allows(ResourceName name, String verb) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("group", GROUP);
        attributes.put("resource", "featureflags");
        attributes.put("verb", verb);
        attributes.put("namespace", name.namespace());
        attributes.put("name", name.name());
        String body = MAPPER.writeValueAsString(Map.of(
                "apiVersion", "authorization.k8s.io/v1",
                "kind", "SelfSubjectAccessReview",
                "spec", Map.of("resourceAttributes", attributes)));
        String url = server + "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
        HttpRequest request = HttpRequest.of("ask for rights", target(name), "POST", url)
                .json(body)
                .safeToRepeat();
        return parsed(send(request).body()).path("status").path("allowed").asBoolean(false);
    }

    private HttpAnswer send(HttpRequest request) {
        HttpRequest whole = request.header("Accept", "application/json");
        return calls.send(
                token.isEmpty()
                        ? whole
                        : whole.header("Authorization", "Bearer " + token.get().value()));
    }

    /** Returns a body as JSON, an empty object when it is none. */
    static JsonNode parsed(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.objectNode();
        }
    }

    private AdapterException missing(ResourceName name, JsonNode status) {
        return status.path("details").path("kind").asString("").equals("namespaces")
                ? new AdapterException(
                        Failure.REFUSED,
                        "write flags",
                        target(name),
                        "there is no namespace \"" + name.namespace() + "\"; create it, or correct \"namespace\"")
                : unknownKind(name, "write flags");
    }

    private AdapterException unknownKind(ResourceName name, String action) {
        return new AdapterException(
                Failure.REFUSED,
                action,
                target(name),
                "it does not know FeatureFlags of " + FeatureFlagResource.API_VERSION
                        + "; install the OpenFeature Operator, or correct \"server\"");
    }

    @Override
    public void close() {
        calls.close();
    }
}
