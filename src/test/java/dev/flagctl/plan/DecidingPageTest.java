// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.GateKind;
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

final class DecidingPageTest {

    private static final Path PAGE = Path.of("docs/deciding.md");

    @Test
    void its_rules_are_those_of_the_decider_in_their_order() throws IOException {
        List<String> rules = new ArrayList<>();
        Decider.RULES.forEach(rule -> rules.add(rule.getClass().getSimpleName()));
        rules.add(AdvanceRule.class.getSimpleName());

        assertThat(found("(?m)^\\| \\d+ \\| `(\\w+Rule)` \\|")).containsExactlyElementsOf(rules);
    }

    @Test
    void it_names_every_reason_and_no_other() throws IOException {
        Set<String> reasons = new TreeSet<>();
        for (Reason reason : Reason.values()) {
            reasons.add(reason.name());
        }

        assertThat(new TreeSet<>(found("`([A-Z][A-Z_]+)`"))).isEqualTo(reasons);
    }

    @Test
    void it_has_a_row_for_each_kind_of_gate() throws IOException {
        String page = Files.readString(PAGE);
        String gates = page.substring(page.indexOf("\n## Gates\n"));

        assertThat(gates.lines().filter(line -> line.startsWith("| ")))
                .as("rows without the head")
                .hasSize(GateKind.values().length + 1);
    }

    private static List<String> found(String pattern) throws IOException {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(PAGE));
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
