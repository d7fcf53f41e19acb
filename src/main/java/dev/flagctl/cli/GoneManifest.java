// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.model.Feature;
import dev.flagctl.run.PastSpecs;
import dev.flagctl.run.Specs;
import java.util.Optional;

/**
 * A feature whose manifest is gone, as the ledger last knew it: users may be served still, and whoever wants to take it from them at night must not have to
 * find the manifest first.
 */
record GoneManifest(String canonical, Specs manifests) implements Specs {

    /** Returns what the ledger knows of a feature that no manifest has, empty when it knows nothing. */
    static Optional<GoneManifest> find(Workspace workspace, String name) {
        Specs manifests = new ManifestSpecs(workspace.manifests());
        return new PastSpecs(workspace.ports().ledger(), manifests)
                .newest(name)
                .map(canonical -> new GoneManifest(canonical, manifests));
    }

    Feature feature() {
        return manifests.parse(canonical);
    }

    @Override
    public String canonical(String feature) {
        return feature.equals(feature().name()) ? canonical : manifests.canonical(feature);
    }

    @Override
    public Feature parse(String text) {
        return manifests.parse(text);
    }
}
