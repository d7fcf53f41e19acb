// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One problem of a manifest, said so that its author can mend it.
 *
 * @param severity how bad it is
 * @param code stable code such as {@code FC1042}, explained by {@code flagctl explain}
 * @param summary one line: what is wrong
 * @param range where
 * @param label what is written under the marked part; empty for nothing
 * @param hint what to write instead, or null
 * @param related other places that belong to it, with a label each
 */
public record Diagnostic(
        Severity severity,
        String code,
        String summary,
        SourceRange range,
        String label,
        @Nullable String hint,
        List<Related> related) {

    public Diagnostic {
        related = List.copyOf(related);
    }

    /** Another place that belongs to a diagnostic. */
    public record Related(SourceRange range, String label) {}

    public static Diagnostic error(
            String code, String summary, SourceRange range, String label, @Nullable String hint) {
        return new Diagnostic(Severity.ERROR, code, summary, range, label, hint, List.of());
    }

    public static Diagnostic warning(
            String code, String summary, SourceRange range, String label, @Nullable String hint) {
        return new Diagnostic(Severity.WARNING, code, summary, range, label, hint, List.of());
    }
}
