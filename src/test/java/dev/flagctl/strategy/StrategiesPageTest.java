// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Stage;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.model.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/strategies.md} true. {@code -Dflagctl.golden=write} writes the tables anew. */
final class StrategiesPageTest {

    private static final Path PAGE = Path.of("docs", "strategies.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("(```yaml\n)(.*?)(```\n\n<!-- stages -->\n)(.*?)(<!-- /stages -->)", Pattern.DOTALL);

    @Test
    void each_table_is_what_its_example_compiles_to() throws IOException {
        String page = Files.readString(PAGE);

        String compiled = EXAMPLE.matcher(page)
                .replaceAll(example -> Matcher.quoteReplacement(example.group(1)
                        + example.group(2)
                        + example.group(3)
                        + table(example.group(2))
                        + example.group(5)));

        if ("write".equals(System.getProperty("flagctl.golden"))) {
            Files.writeString(PAGE, compiled);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(compiled);
    }

    @Test
    void each_strategy_has_a_section_with_an_example_of_its_own() throws IOException {
        String page = Files.readString(PAGE);

        for (StrategyKind kind : StrategyKind.values()) {
            String word = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
            int section = page.indexOf("\n## " + word + "\n");
            assertThat(section).as("section of %s", word).isPositive();
            Matcher example = EXAMPLE.matcher(page);
            assertThat(example.find(section)).as("example of %s", word).isTrue();
            assertThat(example.group(2)).startsWith("strategy: " + word + "\n");
        }
    }

    @Test
    void the_levels_are_those_of_the_page() throws IOException {
        Matcher rows = Pattern.compile("(?m)^\\| (major|minor|patch) \\|[^|]*\\| ([0-9.]+) \\| ([0-9.]+) \\|$")
                .matcher(Files.readString(PAGE));

        int count = 0;
        while (rows.find()) {
            ChangeLevel level = ChangeLevel.valueOf(rows.group(1).toUpperCase(Locale.ROOT));
            assertThat(level.nextVersion("1.2.3")).isEqualTo(rows.group(2));
            assertThat(level.nextVersion("0.2.3")).isEqualTo(rows.group(3));
            count++;
        }
        assertThat(count).isEqualTo(3);
    }

    private static String table(String yaml) {
        Trajectory trajectory = Trajectories.compile(StrategyLines.feature(yaml), Samples.PRODUCTION);
        StringBuilder table =
                new StringBuilder("\n| # | stage | gets the treatment | bakes | waits for |\n|--:|---|---|---|---|\n");
        int number = 1;
        for (Stage stage : trajectory.stages()) {
            table.append("| ").append(number++).append(" | ").append(stage.name());
            table.append(" | ").append(stage.exposure()).append(" | ").append(Samples.bakeText(stage.bake()));
            String gates = Samples.gatesText(stage.gates());
            table.append(" | ").append(gates.isEmpty() ? "-" : gates).append(" |\n");
        }
        return table.append('\n').toString();
    }
}
