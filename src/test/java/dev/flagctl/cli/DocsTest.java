// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DocsTest {

    @Test
    void the_page_of_commands_lists_the_commands_in_the_order_of_the_help_page() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Subcommand subcommand : Subcommand.values()) {
            if (!subcommand.isHidden()) {
                rows.add("| `" + subcommand.word() + "` | " + subcommand.purpose() + " |");
            }
        }

        List<String> page = Files.readAllLines(Path.of("docs/cli.md")).stream()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(page).isEqualTo(rows);
    }
}
