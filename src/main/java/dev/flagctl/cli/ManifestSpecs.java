// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.manifest.CanonicalJson;
import dev.flagctl.manifest.Manifests;
import dev.flagctl.model.Feature;
import dev.flagctl.run.Specs;

/** Gives the runner the full text of specs, and reads old ones back. */
record ManifestSpecs(Manifests manifests) implements Specs {

    @Override
    public String canonical(String feature) {
        return manifests.canonical(feature);
    }

    @Override
    public Feature parse(String canonical) {
        return CanonicalJson.feature(canonical);
    }
}
