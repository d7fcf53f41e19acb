// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Metric;
import dev.flagctl.model.Project;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Everything that a set of manifests asks for, free of errors.
 *
 * @param project the one project
 * @param features all features, ordered by name
 * @param metrics all metrics by name
 * @param warnings what is worth a look and does not stop anything, ordered by file and line
 * @param files how many files were read
 * @param documents how many documents they held
 * @param canonicals the canonical text of each feature
 */
public record Manifests(
        Project project,
        List<Feature> features,
        Map<String, Metric> metrics,
        List<Diagnostic> warnings,
        int files,
        int documents,
        CanonicalTexts canonicals) {

    public Manifests {
        features = Collections.unmodifiableList(features);
        metrics = Collections.unmodifiableMap(metrics);
        warnings = List.copyOf(warnings);
    }

    /**
     * Returns the canonical JSON whose SHA-256 is the feature's {@code specDigest}; {@link CanonicalJson} reads it back.
     *
     * @throws IllegalArgumentException when no such feature was loaded
     */
    public String canonical(String feature) {
        return canonicals.of(feature);
    }
}
