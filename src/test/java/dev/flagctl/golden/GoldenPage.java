// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The page {@code docs/golden-cases.md}: each case with its manifests, what happened, and the plan. */
final class GoldenPage {

    private static final Pattern LOG_LINE = Pattern.compile("(?m)^\\d\\d:\\d\\d:\\d\\d  ");

    private GoldenPage() {}

    static String of(List<GoldenCase> cases) throws IOException {
        StringBuilder page = new StringBuilder("""
                # Plans by example

                Each section is a case of `src/test/resources/golden`: its manifests, what happened before, and what `flagctl plan` shows then. A test runs every case
                through the real command line, ledger, flag file and events, and keeps this page equal (`mvn test -Dtest=GoldenTest -Dflagctl.golden=write` writes it anew).
                Every case begins on Monday 23 November 2026, 12:00 UTC. A manifest that was shown further up, letter by letter, is only named.

                """);
        for (GoldenCase golden : cases) {
            page.append("- [")
                    .append(title(golden))
                    .append("](#")
                    .append(anchor(title(golden)))
                    .append(")\n");
        }
        Map<String, String> shown = new HashMap<>();
        for (GoldenCase golden : cases) {
            section(page, golden, shown);
        }
        return page.toString();
    }

    /** Adds a case; {@code shown} has the texts that stand on the page, with the title below which they stand. */
    private static void section(StringBuilder page, GoldenCase golden, Map<String, String> shown) throws IOException {
        page.append("\n#").append(golden.text("case.md"));
        List<String> known = new ArrayList<>();
        for (Path file : files(golden)) {
            String text = withoutHead(Files.readString(file));
            String above = shown.putIfAbsent(text, title(golden));
            if (above == null) {
                block(page, "yaml", text);
            } else {
                known.add("`" + file.getFileName() + "` ([" + above + "](#" + anchor(above) + "))");
            }
        }
        if (!known.isEmpty()) {
            page.append("\nAs above: ").append(String.join(", ", known)).append(".\n");
        }
        if (golden.has("steps.txt")) {
            block(page, "text", golden.text("steps.txt"));
        }
        block(page, "console", "$ flagctl plan\n" + golden.text("plan.txt"));
        if (golden.has("apply.txt")) {
            block(page, "console", "$ flagctl apply --auto-approve\n" + run(golden.text("apply.txt")));
        }
    }

    /** Apply shows the plan once more; the page has it already. */
    private static String run(String apply) {
        Matcher first = LOG_LINE.matcher(apply);
        return first.find() && first.start() > 0 ? "…\n" + apply.substring(first.start()) : apply;
    }

    private static List<Path> files(GoldenCase golden) throws IOException {
        try (Stream<Path> files = Files.walk(golden.folder())) {
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
