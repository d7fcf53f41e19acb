// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manual pages of the release; {@code -Dflagctl.golden=write} writes them anew. */
final class ManPagesTest {

    private static final Path FOLDER = Path.of("docs/man");

    @Test
    void every_command_has_a_page_with_the_texts_of_its_help() throws IOException {
        Map<String, String> pages = ManPages.all();
        if ("write".equals(System.getProperty("flagctl.golden"))) {
            Files.createDirectories(FOLDER);
            for (Map.Entry<String, String> page : pages.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }

        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.forEach(file -> there.add(file.getFileName().toString()));
        }

        assertThat(there).isEqualTo(pages.keySet());
        for (Map.Entry<String, String> page : pages.entrySet()) {
            assertThat(FOLDER.resolve(page.getKey()))
                    .content()
                    .as(page.getKey())
                    .isEqualTo(page.getValue());
        }
    }

    @Test
    void the_reader_of_manual_pages_finds_nothing_wrong() throws Exception {
        Tools.require("mandoc");

        for (String page : ManPages.all().keySet()) {
            Tools.Result lint = Tools.run(FOLDER, Map.of(), "mandoc", "-T", "lint", "-W", "warning", page);

            // Without a date the same sources give the same pages.
            assertThat(lint.output().lines().filter(line -> !line.contains("missing date")))
                    .as(page)
                    .isEmpty();
        }
    }

    @Test
    void a_page_reads_like_the_help() throws Exception {
        Tools.require("mandoc");

        String page = Tools.run(FOLDER, Map.of(), "mandoc", "-T", "ascii", "-O", "width=200", "flagctl-plan.1")
                .output()
                .replaceAll(".\b", "");

        assertThat(page)
                .contains("flagctl-plan - shows what would happen now and later")
                .contains("--detailed-exitcode")
                .contains("End with 2 when changes are due and 3 when something holds.")
                .contains("flagctl plan -e production --out production.plan");
    }
}
