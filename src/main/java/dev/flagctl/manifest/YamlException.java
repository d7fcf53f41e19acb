// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A document cannot be read as YAML. */
final class YamlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;
    private final boolean isGarbled;
    private final transient @Nullable JsonNode rest;

    /** Says that reading ended here; what follows in the file is not to be trusted. */
    YamlException(Diagnostic diagnostic) {
        this(List.of(diagnostic), true, null);
    }

    /**
     * Says all that was found in a document.
     *
     * @param diagnostics at least one
     * @param isGarbled whether reading ended at the last of them, so that what follows is not to be trusted
     * @param rest what could be read all the same, or null
     */
    YamlException(List<Diagnostic> diagnostics, boolean isGarbled, @Nullable JsonNode rest) {
        super(diagnostics.get(0).summary());
        this.diagnostics = List.copyOf(diagnostics);
        this.isGarbled = isGarbled;
        this.rest = rest;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    boolean isGarbled() {
        return isGarbled;
    }

    /** Returns what could be read all the same, its mappings marked where something of them is missing; or null. */
    @Nullable
    JsonNode rest() {
        return rest;
    }
}
