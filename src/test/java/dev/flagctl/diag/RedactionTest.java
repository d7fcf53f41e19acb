// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.diag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedactionTest {

    @Test
    void known_secrets_are_named_instead_of_shown_also_percent_encoded() {
        Redaction redaction = new Redaction(Map.of("TOKEN", "a/b c+1", "LONGER", "a/b c+1-and-more"));

        String shown = redaction.of("got a/b c+1-and-more, a/b c+1 and a%2Fb%20c%2B1");

        assertThat(shown).isEqualTo("got secret:LONGER, secret:TOKEN and secret:TOKEN");
    }

    @Test
    void a_value_that_occurs_in_every_text_is_left_alone() {
        assertThat(new Redaction(Map.of("SHORT", "a", "EMPTY", "")).of("a cat")).isEqualTo("a cat");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://bob:hunter22@flags.example/x       | https://flags.example/x
            http://hunter22@flags.example              | http://flags.example
            see https://a.example/x?y=1&api_key=hunter | see https://a.example/x?y=1&api_key=…
            ?access_token=hunter22#end                 | ?access_token=…#end
            Authorization: Bearer abc.def-ghi          | Authorization: Bearer …
            authorization: basic Ym9iOmh1bnRlcg==      | authorization: basic …
            mail bob@shop.example about a basic check  | mail bob@shop.example about a basic …
            https://flags.example/path?page=2          | https://flags.example/path?page=2
            """)
    void what_looks_like_a_secret_is_hidden(String text, String shown) {
        assertThat(new Redaction(Map.of()).of(text)).isEqualTo(shown);
    }
}
