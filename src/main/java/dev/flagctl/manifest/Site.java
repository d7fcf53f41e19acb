// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.SourceRange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A document whose meaning is being checked, and where its problems go.
 *
 * @param tree the document
 * @param file its file
 * @param findings where problems go
 */
record Site(JsonNode tree, String file, Findings findings) {

    /** Says that the value at a pointer is wrong. */
    void error(DiagnosticCode code, String pointer, String summary, String label, @Nullable String hint) {
        findings.error(code, Pointer.value(tree, file, pointer), summary, label, hint);
    }

    /** Says that the key at a pointer is wrong. */
    void keyError(DiagnosticCode code, String pointer, String summary, String label, @Nullable String hint) {
        SourceRange range = Pointer.key(tree, file, pointer);
        findings.error(code, range, summary, label, hint);
    }
}
