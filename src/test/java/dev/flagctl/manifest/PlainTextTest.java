// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Texts of manifests and of the schema. */
final class PlainTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "canary", "ein Wörtchen", "say \"no\"", "C:\\flags", "two\nlines", "a\tb", "日本", "\u0000"})
    void a_text_is_told_as_the_mapper_would_tell_it(String text) {
        String told = new PlainText(text).toString();

        assertThat(told).isEqualTo(JsonMapper.shared().writeValueAsString(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "say \"no\""})
    void a_text_equals_every_other_node_of_the_same_text(String text) {
        PlainText plain = new PlainText(text);

        assertThat(plain).isEqualTo(StringNode.valueOf(text)).hasSameHashCodeAs(StringNode.valueOf(text));
        assertThat(StringNode.valueOf(text)).isEqualTo(plain);
    }
}
