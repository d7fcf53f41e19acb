// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import dev.flagctl.adapter.flagdformat.FlagdBucketing;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.adapter.web.WebSettings;
import dev.flagctl.diag.RefusedException;
import dev.flagctl.http.HttpCalls;
import dev.flagctl.port.AdapterHost;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagServiceProvider;
import dev.flagctl.port.Secret;
import dev.flagctl.port.Settings;
import java.util.Optional;

/**
 * Makes flag services of type {@code openfeature-operator}: {@code name} and {@code namespace} of the FeatureFlag, and either {@code path} of its
 * manifest, or {@code server} with {@code token}, {@code ca} (PEM file) and {@code timeout} (of one try). <code>${environment}</code> stands for the
 * environment's name in all of them; {@code engine} says how the engines that read it place users.
 */
public final class OperatorProvider implements FlagServiceProvider {

    @Override
    public String type() {
        return "openfeature-operator";
    }

    @Override
    public FlagService open(Settings settings, AdapterHost host) {
        boolean file = settings.text("path").isPresent();
        if (file == settings.text("server").isPresent()) {
            throw new RefusedException(
                    "adapter \"" + settings.name() + "\" must have either \"path\" or \"server\"",
                    "write \"path\" for a manifest in Git, or \"server\" for the API server of a cluster");
        }
        ResourceName name =
                new ResourceName(settings.text("namespace").orElse(file ? "" : "default"), settings.require("name"));
        FlagdBucketing bucketing = FlagdBucketing.of(settings);
        if (file) {
            return new ManifestFlagService(FlagPath.of(settings, host.root()), name, bucketing, WriteTurns.of(host));
        }
        return new ClusterFlagService(calls(settings, host), name, bucketing, host.clock());
    }

    private static ClusterCalls calls(Settings settings, AdapterHost host) {
        Optional<Secret> token = settings.secret("token");
        WebSettings web = new WebSettings(settings, host);
        token.ifPresent(web::hiding);
        HttpCalls calls = web.calls();
        return new ClusterCalls(settings.name(), settings.require("server"), token, calls);
    }
}
