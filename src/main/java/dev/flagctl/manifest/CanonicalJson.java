// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.ManifestException;
import dev.flagctl.model.Feature;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads features back from the canonical JSON that the ledger keeps of every version. */
public final class CanonicalJson {

    private static final String FILE = "ledger";

    private CanonicalJson() {}

    /**
     * Returns the feature that {@link Manifests#canonical} wrote; its source is {@code SourceRef.NONE}.
     *
     * @throws ManifestException when the text is no valid manifest of a feature
     */
    public static Feature feature(String canonical) {
        Findings findings = new Findings();
        Site site = new Site(tree(canonical), FILE, findings);
        new Shape().check(ManifestKind.FEATURE, site.tree(), FILE, findings);
        Feature feature =
                findings.hasErrors() ? null : new FeatureBinder(site, Map.of()).bind(CanonicalWriter.digest(canonical));
        if (feature == null) {
            throw new ManifestException(findings.sorted());
        }
        return feature;
    }

    private static JsonNode tree(String canonical) {
        try {
            return JsonMapper.shared().readTree(canonical);
        } catch (JacksonException garbled) {
            Findings findings = new Findings();
            findings.error(
                    DiagnosticCode.NOT_A_MANIFEST,
                    dev.flagctl.diag.SourceRange.ofFile(FILE),
                    "the canonical text of a feature is not JSON",
                    "",
                    "run \"flagctl history verify\"");
            throw new ManifestException(findings.all());
        }
    }
}
