// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.report.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes the report that GitLab shows as code quality: a list of findings with the fields of the Code Climate format that GitLab reads
 * (docs.gitlab.com, "Code Quality report format").
 */
public final class CodeQuality {

    private CodeQuality() {}

    /** Returns the findings as one list. */
    public static String render(List<Diagnostic> diagnostics) {
        List<String> items = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Diagnostic diagnostic : diagnostics) {
            String identity = diagnostic.code() + '\n' + diagnostic.range().file() + '\n' + diagnostic.summary();
            items.add("  " + item(diagnostic, fingerprint(identity, seen.merge(identity, 1, Integer::sum))));
        }
        return items.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", items) + "\n]\n";
    }

    private static String item(Diagnostic diagnostic, String fingerprint) {
        return Json.line(json -> {
            json.writeStringProperty("description", CheckedShortView.message(diagnostic));
            json.writeStringProperty("check_name", diagnostic.code());
            json.writeStringProperty("fingerprint", fingerprint);
            json.writeStringProperty("severity", diagnostic.severity() == Severity.ERROR ? "critical" : "minor");
            Json.object(json, "location", () -> {
                json.writeStringProperty("path", diagnostic.range().file());
                Json.object(
                        json,
                        "lines",
                        () -> json.writeNumberProperty(
                                "begin", Math.max(1, diagnostic.range().line())));
            });
        });
    }

    /** The host compares fingerprints between two commits: a line that only moved must keep its own, and equal findings must not share one. */
    private static String fingerprint(String identity, int occurrence) {
        try {
            byte[] text = (identity + '\n' + occurrence).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }
}
