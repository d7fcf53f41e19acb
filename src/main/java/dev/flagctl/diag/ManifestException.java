// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The author of a manifest must mend something. Carries every problem that was found, not only the first. */
public final class ManifestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final @Nullable Integer files;
    private final @Nullable Integer features;

    public ManifestException(List<Diagnostic> diagnostics) {
        this(diagnostics, null, null);
    }

    /**
     * @param files how many files were read, or null when the problem was not found by reading files
     * @param features how many features they hold, or null as well
     */
    public ManifestException(List<Diagnostic> diagnostics, @Nullable Integer files, @Nullable Integer features) {
        super(diagnostics.isEmpty() ? "invalid manifest" : diagnostics.get(0).summary());
        this.diagnostics = List.copyOf(diagnostics);
        this.files = files;
        this.features = features;
    }

    /** Returns how many files were read, null when that is not known. */
    public @Nullable Integer files() {
        return files;
    }

    /** Returns how many features the files hold, right or wrong; null when that is not known. */
    public @Nullable Integer features() {
        return features;
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
