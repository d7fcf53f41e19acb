// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, so that everything is said together. Not for several threads at once. */
final class Findings {

    private final List<Diagnostic> all = new ArrayList<>(0);
    private int errors;

    void add(Diagnostic diagnostic) {
        all.add(diagnostic);
        if (diagnostic.severity() == Severity.ERROR) {
            errors++;
        }
    }

    void addAll(List<Diagnostic> diagnostics) {
        for (Diagnostic diagnostic : diagnostics) {
            add(diagnostic);
        }
    }

    void error(DiagnosticCode code, SourceRange range, String summary, String label, @Nullable String hint) {
        add(Diagnostic.error(code.code(), summary, range, label, hint));
    }

    boolean hasErrors() {
        return errors > 0;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Diagnostic> all() {
        return all;
    }

    /** Returns the findings by file and line; those of one line stay in the order in which they were found. */
    List<Diagnostic> sorted() {
        List<Diagnostic> sorted = new ArrayList<>(all);
        sorted.sort((a, b) -> {
            int byFile = a.range().file().compareTo(b.range().file());
            return byFile != 0
                    ? byFile
                    : Integer.compare(a.range().line(), b.range().line());
        });
        return sorted;
    }
}
