// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.report.Json;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** All diagnostics as one document. */
final class CheckedJsonView implements CheckedView {

    private final Instant now;

    CheckedJsonView(Instant now) {
        this.now = now;
    }

    @Override
    public String render(Checked checked) {
        return Json.document(json -> {
            json.writeStringProperty("format", Json.FORMAT);
            json.writeStringProperty("time", now.toString());
            Json.array(json, "diagnostics", () -> {
                for (Diagnostic diagnostic : checked.diagnostics()) {
                    json.writeStartObject();
                    diagnostic(json, diagnostic);
                    json.writeEndObject();
                }
            });
            result(json, checked);
        });
    }

    static void diagnostic(JsonGenerator json, Diagnostic diagnostic) {
        json.writeStringProperty("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("code", diagnostic.code());
        json.writeStringProperty("summary", diagnostic.summary());
        range(json, diagnostic.range());
        json.writeStringProperty("label", diagnostic.label());
        Json.text(json, "hint", diagnostic.hint());
        Json.array(json, "related", () -> {
            for (Diagnostic.Related related : diagnostic.related()) {
                json.writeStartObject();
                range(json, related.range());
                json.writeStringProperty("label", related.label());
                json.writeEndObject();
            }
        });
    }

    static void result(JsonGenerator json, Checked checked) {
        Json.object(json, "counts", () -> {
            json.writeNumberProperty("errors", checked.count(Severity.ERROR));
            json.writeNumberProperty("warnings", checked.count(Severity.WARNING));
            Json.number(json, "files", checked.files());
            Json.number(json, "features", checked.features());
        });
        json.writeNumberProperty("durationMs", checked.took().toMillis());
        json.writeNumberProperty("exitCode", checked.exitCode());
    }

    private static void range(JsonGenerator json, SourceRange range) {
        json.writeStringProperty("file", range.file());
        json.writeNumberProperty("line", range.line());
        json.writeNumberProperty("column", range.column());
        json.writeNumberProperty("endColumn", range.endColumn());
    }
}
