// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Serve;
import dev.flagctl.model.SourceRef;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.Settings;
import dev.flagctl.support.KubeServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** Opens the adapter as a manifest of flagctl does, and makes room for one test in the cluster. */
final class Open {

    static final String NAME = "shop";
    static final Serve SERVE = new Serve("on", "off");

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private Open() {}

    static FlagService adapter(Path root, Map<String, Object> settings) {
        return adapter(root, settings, Map.of());
    }

    static FlagService adapter(Path root, Map<String, Object> settings, Map<String, String> environment) {
        AdapterSpec spec = new AdapterSpec("k8s", "openfeature-operator", settings, SourceRef.NONE);
        AdapterHost host =
                new AdapterHost(Clock.systemUTC(), root, environment, line -> {}, length -> {}, new Random(5));
        return new OperatorProvider().open(new Settings(spec, environment), host);
    }

    static FlagService adapter(KubeServer server, String namespace, String token) {
        return adapter(server.url(), server, namespace, token);
    }

    /** Opens it at another address, such as that of a proxy. */
    static FlagService adapter(String url, KubeServer server, String namespace, String token) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("server", url);
        settings.put("token", "${env:KUBE_TOKEN}");
        settings.put("ca", server.ca().toString());
        settings.put("namespace", namespace);
        settings.put("name", NAME);
        return adapter(Path.of("."), settings, Map.of("KUBE_TOKEN", token));
    }

    static String newNamespace(KubeServer server) {
        String namespace = "test-" + NAMESPACES.incrementAndGet();
        server.client().createNamespace(namespace);
        return namespace;
    }

    /** Returns the version of the resource, which differs after every change, or a word when there is none. */
    static String version(KubeServer server, String namespace) {
        String list = server.client()
                .send("GET", "/apis/core.openfeature.dev/v1beta1/namespaces/" + namespace + "/featureflags", "", "");
        return new JsonMapper()
                .readTree(list)
                .path("items")
                .path(0)
                .path("metadata")
                .path("resourceVersion")
                .asString("none");
    }
}
