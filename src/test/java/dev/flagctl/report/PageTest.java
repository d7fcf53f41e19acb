// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageTest {

    @Test
    void columns_line_up_behind_names_in_any_script() {
        Page page = new Page(Looks.PLAIN);

        page.add("支付")
                .to(10)
                .line("a")
                .add("pay")
                .to(10)
                .line("b")
                .add("cafe\u0301")
                .to(10)
                .line("c");

        assertThat(page).hasToString("支付      a\npay       b\ncafe\u0301      c\n");
    }

    @Test
    void a_column_is_never_glued_to_the_one_before() {
        assertThat(new Page(Looks.PLAIN).add("longer-than-its-column").to(5).line("next"))
                .hasToString("longer-than-its-column  next\n");
    }

    @Test
    void lines_do_not_end_in_blanks() {
        assertThat(new Page(Looks.PLAIN).add("a ").to(40).add("").end()).hasToString("a\n");
    }

    @Test
    void long_words_wrap_below_the_first_one_and_stay_whole() {
        Page page = new Page(new Looks(false, false, 40));

        page.add("    why        ")
                .wrapped("a-very-long-identifier-that-never-wraps and then some more words")
                .end();

        assertThat(page).hasToString("""
                            why        a-very-long-identifier-that-never-wraps
                                       and then some more words
                        """);
    }

    @Test
    void colours_take_no_column() {
        Page page = new Page(new Looks(true, false, 100));

        page.add(Symbol.DONE).add(" a").to(6).line("b");

        assertThat(page).hasToString("\u001b[32m✔\u001b[0m a   b\n");
    }

    @Test
    void every_symbol_has_an_ascii_form() {
        Looks ascii = new Looks(false, true, 100);

        for (Symbol symbol : Symbol.values()) {
            assertThat(ascii.sign(symbol)).isNotEmpty().isASCII();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.038S, 38 ms",
        "PT31S, 31 s",
        "PT34M, 34 min",
        "PT1H30M20S, 1 h 30 min",
        "PT28H, 1 d 4 h",
        "P14D, 14 d",
        "PT24H5M, 1 d",
        "PT-5M, 0 s"
    })
    void durations_are_said_in_their_two_largest_units(Duration duration, String said) {
        assertThat(Spans.of(duration)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T17:02:00Z, 17:02",
        "2026-11-22T17:40:00Z, Sun 17:40",
        "2026-11-24T17:02:00Z, Tue 17:02",
        "2026-12-08T17:02:00Z, 8 Dec 17:02",
        "2027-01-15T00:00:00Z, 15 Jan 2027"
    })
    void times_are_said_as_near_as_they_are(Instant time, String said) {
        assertThat(new Moments(Instant.parse("2026-11-23T13:02:00Z")).of(time)).isEqualTo(said);
    }

    @Test
    void markdown_of_another_system_is_only_text() {
        assertThat(Markdown.cell("a|b <script> [x](y) @team *b*\n"))
                .isEqualTo("a\\|b &lt;script> \\[x\\](y) @\u200bteam \\*b\\* ");
    }
}
