// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.report.JsonStream;
import java.time.Instant;

/** The diagnostics as a stream: first the version, last the result. */
final class CheckedJsonLinesView implements CheckedView {

    private final Instant now;

    CheckedJsonLinesView(Instant now) {
        this.now = now;
    }

    @Override
    public String render(Checked checked) {
        StringBuilder lines = new StringBuilder();
        JsonStream stream = new JsonStream(line -> lines.append(line).append('\n'));
        stream.version();
        for (Diagnostic diagnostic : checked.diagnostics()) {
            stream.event("diagnostic", now, json -> CheckedJsonView.diagnostic(json, diagnostic));
        }
        stream.event("result", now, json -> CheckedJsonView.result(json, checked));
        return lines.toString();
    }
}
