// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.manifest.DiagnosticCode;
import dev.flagctl.manifest.ManifestLoader;
import dev.flagctl.report.Format;
import dev.flagctl.report.Looks;
import dev.flagctl.report.diagnostics.Checked;
import dev.flagctl.report.diagnostics.CheckedViews;
import dev.flagctl.report.diagnostics.CodeBook;
import dev.flagctl.report.diagnostics.LineSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Joins what the loader found with the views that show it. */
final class Findings {

    private Findings() {}

    /** Returns what was found in the format that was asked for. */
    static String render(Session session, Looks looks, Format format, Checked checked) {
        return views(session, looks).of(format).render(checked);
    }

    /** Returns what was found as a report of a kind. */
    static String report(Session session, String kind, Checked checked) {
        return views(session, Looks.PLAIN).report(kind, checked);
    }

    private static CheckedViews views(Session session, Looks looks) {
        LineSource lines = session.usedLoader()
                .map(ManifestLoader::lines)
                .<LineSource>map(source -> source::line)
                .orElse(LineSource.NONE);
        return new CheckedViews(
                looks,
                lines,
                new Codes(),
                Version.current(),
                session.surroundings().clock().instant());
    }

    /** Returns diagnostics that stop a command as text. */
    static String text(Session session, Looks looks, List<Diagnostic> diagnostics) {
        int exitCode = ExitCode.MANIFEST_INVALID.code();
        return render(session, looks, Format.TEXT, new Checked(diagnostics, null, null, Duration.ZERO, exitCode));
    }

    private static final class Codes implements CodeBook {

        @Override
        public String title(String code) {
            return find(code).map(DiagnosticCode::title).orElse(code);
        }

        @Override
        public String explanation(String code) {
            return find(code).map(DiagnosticCode::explanation).orElse("");
        }

        private static Optional<DiagnosticCode> find(String code) {
            return DiagnosticCode.find(code);
        }
    }
}
