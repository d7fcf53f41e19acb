// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.architecture.Levels.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ArchitecturePageTest {

    private static final Path PAGE = Path.of("docs/architecture.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d) \\| `(\\w+)` \\| .* \\| ([^|]+) \\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void its_table_is_the_one_that_the_rules_enforce() throws IOException {
        List<Level> rows = new ArrayList<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            rows.add(new Level(Integer.parseInt(row.group(1)), row.group(2), imports(row.group(3), rows)));
        }

        assertThat(rows).containsExactlyInAnyOrderElementsOf(Levels.TABLE);
    }

    @Test
    void it_fits_one_screen() throws IOException {
        assertThat(Files.readAllLines(PAGE)).hasSizeLessThanOrEqualTo(50);
    }

    private static Set<String> imports(String words, List<Level> above) {
        Set<String> named = new TreeSet<>();
        Matcher name = NAME.matcher(words);
        while (name.find()) {
            named.add(name.group(1));
        }
        if (!words.startsWith("all above")) {
            return named;
        }
        Set<String> all = new TreeSet<>();
        above.forEach(level -> all.add(level.name()));
        all.removeAll(named);
        return all;
    }
}
