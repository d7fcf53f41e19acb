// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.SourceRange;
import dev.flagctl.report.Json;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes SARIF 2.1.0, the form in which code hosts take findings (OASIS, sections 3.13 to 3.30). */
public final class Sarif {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private final CodeBook codes;
    private final @Nullable String version;

    /**
     * Prepares the writer.
     *
     * @param codes what the codes mean
     * @param version version of flagctl, null to leave it out
     */
    public Sarif(CodeBook codes, @Nullable String version) {
        this.codes = codes;
        this.version = version;
    }

    /** Returns the findings as one document. */
    public String render(List<Diagnostic> diagnostics) {
        TreeSet<String> used = new TreeSet<>();
        diagnostics.forEach(diagnostic -> used.add(diagnostic.code()));
        List<String> rules = new ArrayList<>(used);
        return Json.document(json -> {
            json.writeStringProperty("$schema", SCHEMA);
            json.writeStringProperty("version", "2.1.0");
            Json.array(json, "runs", () -> {
                json.writeStartObject();
                Json.object(json, "tool", () -> Json.object(json, "driver", () -> driver(json, rules)));
                json.writeStringProperty("columnKind", "unicodeCodePoints");
                Json.array(json, "results", () -> {
                    for (Diagnostic diagnostic : diagnostics) {
                        json.writeStartObject();
                        result(json, diagnostic, rules.indexOf(diagnostic.code()));
                        json.writeEndObject();
                    }
                });
                json.writeEndObject();
            });
        });
    }

    private void driver(JsonGenerator json, List<String> rules) {
        json.writeStringProperty("name", "flagctl");
        if (version != null) {
            json.writeStringProperty("version", version);
        }
        Json.array(json, "rules", () -> {
            for (String rule : rules) {
                json.writeStartObject();
                json.writeStringProperty("id", rule);
                Json.object(json, "shortDescription", () -> json.writeStringProperty("text", codes.title(rule)));
                Json.object(json, "help", () -> json.writeStringProperty("text", codes.explanation(rule)));
                json.writeEndObject();
            }
        });
    }

    private static void result(JsonGenerator json, Diagnostic diagnostic, int rule) {
        json.writeStringProperty("ruleId", diagnostic.code());
        json.writeNumberProperty("ruleIndex", rule);
        json.writeStringProperty("level", diagnostic.severity().name().toLowerCase(Locale.ROOT));
        Json.object(json, "message", () -> json.writeStringProperty("text", CheckedShortView.message(diagnostic)));
        Json.array(json, "locations", () -> location(json, diagnostic.range(), null));
        if (!diagnostic.related().isEmpty()) {
            Json.array(json, "relatedLocations", () -> {
                for (Diagnostic.Related related : diagnostic.related()) {
                    location(json, related.range(), related.label());
                }
            });
        }
    }

    private static void location(JsonGenerator json, SourceRange range, @Nullable String label) {
        json.writeStartObject();
        if (label != null) {
            Json.object(json, "message", () -> json.writeStringProperty("text", label));
        }
        Json.object(json, "physicalLocation", () -> {
            Json.object(json, "artifactLocation", () -> json.writeStringProperty("uri", uri(range.file())));
            if (range.line() > 0) {
                Json.object(json, "region", () -> {
                    json.writeNumberProperty("startLine", range.line());
                    json.writeNumberProperty("startColumn", Math.max(1, range.column()));
                    json.writeNumberProperty("endColumn", Math.max(range.column() + 1, range.endColumn()));
                });
            }
        });
        json.writeEndObject();
    }

    /** A path is not a URI: blanks and other signs must be escaped. */
    private static String uri(String file) {
        try {
            // A slash before a relative path keeps its first colon from reading as the end of a scheme.
            return file.startsWith("/")
                    ? new URI(null, null, file, null).getRawPath()
                    : new URI(null, null, "/" + file, null).getRawPath().substring(1);
        } catch (URISyntaxException e) {
            return file;
        }
    }
}
