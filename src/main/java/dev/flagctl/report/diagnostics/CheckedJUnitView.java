// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.report.JUnitXml;
import dev.flagctl.report.JUnitXml.Case;
import dev.flagctl.report.JUnitXml.Outcome;
import dev.flagctl.report.JUnitXml.Suite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The diagnostics as a test report: an error fails, a warning passes and says what it is.
 *
 * <p>Without any there is one case that passes, because hosts take a report without cases for a mistake.
 */
final class CheckedJUnitView {

    private CheckedJUnitView() {}

    static String render(Checked checked, Instant time) {
        List<Case> cases = new ArrayList<>();
        for (Diagnostic diagnostic : checked.diagnostics()) {
            boolean error = diagnostic.severity() == Severity.ERROR;
            cases.add(new Case(
                    diagnostic.range().file(),
                    diagnostic.code() + " at " + diagnostic.range(),
                    error ? Outcome.FAILED : Outcome.PASSED,
                    error ? diagnostic.code() : "",
                    CheckedShortView.message(diagnostic)));
        }
        if (cases.isEmpty()) {
            cases.add(new Case("manifests", "all manifests are valid", Outcome.PASSED, "", ""));
        }
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("errors", String.valueOf(checked.count(Severity.ERROR)));
        properties.put("warnings", String.valueOf(checked.count(Severity.WARNING)));
        if (checked.files() != null && checked.features() != null) {
            properties.put("files", String.valueOf(checked.files()));
            properties.put("features", String.valueOf(checked.features()));
        }
        Suite suite = new Suite("flagctl validate", time, checked.took(), properties, cases);
        return JUnitXml.render("flagctl validate", List.of(suite));
    }
}
