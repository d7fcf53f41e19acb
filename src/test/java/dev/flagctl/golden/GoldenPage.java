// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The page {@code docs/golden-cases.md}: each case with its manifests, what happened, and the plan. */
final class GoldenPage {

    private GoldenPage() {}

    static String of(List<GoldenCase> cases) throws IOException {
        StringBuilder page = new StringBuilder("""
                # Plans by example

                Each section is a case of `src/test/resources/golden`: its manifests, what happened before, and what `flagctl plan` shows then. A test runs every case
                through the real command line, ledger, flag file and events, and keeps this page equal (`mvn test -Dtest=GoldenTest -Dflagctl.golden=write` writes it anew).
                Every case begins on Monday 23 November 2026, 12:00 UTC, in a folder with a `flagctl.yaml` like the one of the first case.

                """);
        for (GoldenCase golden : cases) {
            page.append("- [")
                    .append(title(golden))
                    .append("](#")
                    .append(anchor(title(golden)))
                    .append(")\n");
        }
        boolean isFirst = true;
        for (GoldenCase golden : cases) {
            section(page, golden, isFirst);
            isFirst = false;
        }
        return page.toString();
    }

    private static void section(StringBuilder page, GoldenCase golden, boolean withProject) throws IOException {
        String text = golden.text("case.md");
        page.append("\n#").append(text);
        if (withProject) {
            block(page, "yaml", golden.text("flagctl.yaml"));
        }
        for (Path manifest : manifests(golden)) {
            block(page, "yaml", withoutHead(Files.readString(manifest)));
        }
        if (golden.has("steps.txt")) {
            block(page, "text", golden.text("steps.txt"));
        }
        block(page, "console", "$ flagctl plan\n" + golden.text("plan.txt"));
        if (golden.has("apply.txt")) {
            block(page, "console", "$ flagctl apply --auto-approve\n" + golden.text("apply.txt"));
        }
    }

    private static List<Path> manifests(GoldenCase golden) throws IOException {
        Path folder = golden.folder().resolve("manifests");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** The line for the editor and the version of the format are the same everywhere. */
    private static String withoutHead(String manifest) {
        return manifest.replaceAll("(?m)^(apiVersion: |# yaml-language-server).*\n", "");
    }

    private static void block(StringBuilder page, String language, String text) {
        page.append("\n```")
                .append(language)
                .append('\n')
                .append(text.stripTrailing())
                .append("\n```\n");
    }

    private static String title(GoldenCase golden) throws IOException {
        return golden.text("case.md").lines().findFirst().orElseThrow().substring(2);
    }

    private static String anchor(String title) {
        return title.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }
}
