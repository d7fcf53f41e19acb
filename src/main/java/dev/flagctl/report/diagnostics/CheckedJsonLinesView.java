// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.report.Json;

/** The diagnostics as a stream: first the version, last the result. */
final class CheckedJsonLinesView implements CheckedView {

    @Override
    public String render(Checked checked) {
        StringBuilder lines = new StringBuilder();
        lines.append(Json.line(json -> {
            json.writeStringProperty("type", "version");
            json.writeStringProperty("format", Json.FORMAT);
        }));
        for (Diagnostic diagnostic : checked.diagnostics()) {
            lines.append('\n').append(Json.line(json -> {
                json.writeStringProperty("type", "diagnostic");
                CheckedJsonView.diagnostic(json, diagnostic);
            }));
        }
        lines.append('\n').append(Json.line(json -> {
            json.writeStringProperty("type", "result");
            CheckedJsonView.result(json, checked);
        }));
        return lines.append('\n').toString();
    }
}
