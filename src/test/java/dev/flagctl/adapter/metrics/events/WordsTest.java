// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.metrics.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names that come again and again. */
final class WordsTest {

    private final Words words = new Words();

    private String of(String text) {
        char[] buffer = ("<" + text + ">").toCharArray();
        return words.of(buffer, 1, text.length());
    }

    @Test
    void any_text_comes_back_as_it_is() {
        for (String text : new String[] {"", "a", "ab", "on", "feature-1", "x".repeat(64), "x".repeat(65), "größe"}) {
            assertThat(of(text)).isEqualTo(text);
            assertThat(of(text)).isEqualTo(text);
        }
    }

    @Test
    void a_word_that_is_kept_comes_back_as_that_very_string() {
        String kept = new String("checkout");
        words.keep(kept);

        assertThat(of("checkout")).isSameAs(kept);
    }
}
