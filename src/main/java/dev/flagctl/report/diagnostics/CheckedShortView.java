// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.report.Looks;
import java.util.Locale;

/** One line for each diagnostic, in the form that editors and problem matchers know from compilers. */
final class CheckedShortView implements CheckedView {

    private final Looks looks;

    CheckedShortView(Looks looks) {
        this.looks = looks;
    }

    @Override
    public String render(Checked checked) {
        StringBuilder text = new StringBuilder();
        for (Diagnostic diagnostic : checked.diagnostics()) {
            String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
            String line = diagnostic.range() + ": " + severity + " " + diagnostic.code() + ": " + message(diagnostic);
            text.append(looks.say(line)).append('\n');
        }
        return text.toString();
    }

    /** Returns what is wrong and what to do about it, on one line. */
    static String message(Diagnostic diagnostic) {
        String more = diagnostic.hint() == null ? diagnostic.label() : diagnostic.hint();
        return more.isEmpty() ? diagnostic.summary() : diagnostic.summary() + " (" + more + ")";
    }
}
