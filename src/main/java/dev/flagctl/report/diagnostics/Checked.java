// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.diagnostics;

import dev.flagctl.diag.Diagnostic;
import dev.flagctl.diag.Severity;
import dev.flagctl.report.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What validating found.
 *
 * @param diagnostics every problem, in the order in which they are shown
 * @param files how many files were read, or null when that is not known
 * @param features how many features they hold, or null when that is not known
 * @param took how long it took; zero with no known files is not said
 * @param exitCode exit code that follows
 */
public record Checked(
        List<Diagnostic> diagnostics,
        @Nullable Integer files,
        @Nullable Integer features,
        Duration took,
        int exitCode) {

    public Checked {
        diagnostics = List.copyOf(diagnostics);
    }

    /** Returns how many diagnostics are that bad. */
    public int count(Severity severity) {
        int count = 0;
        for (Diagnostic diagnostic : diagnostics) {
            count += diagnostic.severity() == severity ? 1 : 0;
        }
        return count;
    }

    /** Returns the counts in words, {@code 3 errors, 0 warnings · 14 files, 38 features, 38 ms}. */
    String counts() {
        StringBuilder text = new StringBuilder(many(count(Severity.ERROR), "error"))
                .append(", ")
                .append(many(count(Severity.WARNING), "warning"));
        List<String> about = new ArrayList<>();
        if (files != null) {
            about.add(many(files, "file"));
        }
        if (features != null) {
            about.add(many(features, "feature"));
        }
        if (!took.isZero() || files != null) {
            about.add(Spans.of(took));
        }
        return text.append(about.isEmpty() ? "" : " · " + String.join(", ", about))
                .toString();
    }

    private static String many(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
