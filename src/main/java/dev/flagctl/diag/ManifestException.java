package dev.flagctl.diag;

import java.util.List;

/** The author of a manifest must mend something. Carries every problem that was found, not only the first. */
public final class ManifestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    public ManifestException(List<Diagnostic> diagnostics) {
        super(diagnostics.isEmpty() ? "invalid manifest" : diagnostics.get(0).summary());
        this.diagnostics = List.copyOf(diagnostics);
    }

    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
