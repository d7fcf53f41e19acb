// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExitCodeTest {

    @Test
    void are_the_same_on_their_page_as_in_the_code() throws IOException {
        List<String> rows = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            rows.add("| " + code.code() + " | " + code.meaning() + " |");
        }

        List<String> page = Files.readAllLines(Path.of("docs/exit-codes.md")).stream()
                .filter(line -> line.matches("\\| \\d.*"))
                .toList();

        assertThat(page).isEqualTo(rows);
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, HOLDING, HOLDING",
        "HOLDING, CHANGES_PENDING, CHANGES_PENDING",
        "FAILED, CHANGES_PENDING, FAILED",
        "REFUSED, FAILED, REFUSED",
        "UNREACHABLE, REFUSED, UNREACHABLE",
        "LOCKED, UNREACHABLE, LOCKED",
        "PARTLY_APPLIED, LOCKED, PARTLY_APPLIED",
        "INTERRUPTED, PARTLY_APPLIED, INTERRUPTED",
        "TERMINATED, PARTLY_APPLIED, TERMINATED",
        "ROLLED_BACK, INTERRUPTED, ROLLED_BACK",
        "BUG, ROLLED_BACK, BUG"
    })
    void the_graver_of_two_wins_in_either_order(ExitCode one, ExitCode other, ExitCode expected) {
        assertThat(one.and(other)).isEqualTo(expected);
        assertThat(other.and(one)).isEqualTo(expected);
    }

    @Test
    void every_pair_has_one_answer() {
        for (ExitCode one : ExitCode.values()) {
            for (ExitCode other : ExitCode.values()) {
                assertThat(one.and(other)).isIn(one, other);
            }
        }
    }
}
