// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvRowTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``              | ``
            a               | a
            a,b,c           | a;b;c
            `a,,`           | a;;
            `,`             | ;
            ` a , b c `     | a;b c
            "a","b"         | a;b
            "a,b",c         | a,b;c
            "a ""b"\"",c    | a "b";c
            ""\"",c         | ";c
            "",""           | ;
            ` "a" , " b " ` | `a; b `
            a"b,c"d         | a"b;c"d
            "a",            | a;
            ,"a"            | ;a
            """)
    void a_line_has_the_cells_that_its_commas_and_quotes_make(String line, String cells) {
        assertThat(CsvRow.split(line)).containsExactly(cells.split(";", -1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1,"2,3     | the quote at character 3 is not closed on its line
            "          | the quote at character 1 is not closed on its line
            1, "2""    | the quote at character 4 is not closed on its line
            "1"2,3     | there is text at character 4, behind a closing quote
            1,"2" x,3  | there is text at character 7, behind a closing quote
            "1" "2"    | there is text at character 5, behind a closing quote
            """)
    void a_quote_in_the_wrong_place_is_named_with_its_character(String line, String problem) {
        assertThatThrownBy(() -> CsvRow.split(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(problem)
                .hasMessageEndingWith("within quotes, write \"\" for a quote");
    }

    @Test
    void what_was_quoted_comes_back_letter_by_letter() {
        Random random = new Random(7);
        for (int run = 0; run < 2_000; run++) {
            List<String> cells = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                StringBuilder cell = new StringBuilder();
                for (int length = random.nextInt(8); length > 0; length--) {
                    cell.append("\",\" a;é\t😀".charAt(random.nextInt(10)));
                }
                cells.add(cell.toString());
            }

            String line = String.join(
                    ",",
                    cells.stream()
                            .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                            .toList());

            assertThat(CsvRow.split(line)).isEqualTo(cells);
        }
    }
}
