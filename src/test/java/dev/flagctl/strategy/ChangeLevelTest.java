// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChangeLevelTest {

    /** For each move the largest edit that it is enough for; {@code REFUSED} when not even none is. */
    @ParameterizedTest
    @CsvSource({
        "1.1.0, 1.1.0, NONE",
        "1.1.0, 1.1.1, PATCH",
        "1.1.1, 1.2.0, MINOR",
        "1.1.1, 1.2.7, MINOR",
        "1.9.9, 2.0.0, MAJOR",
        "1.9.9, 3.1.4, MAJOR",
        "1.2.0, 1.1.9, REFUSED",
        "2.0.0, 2.0.0-rc.1, REFUSED",
        "0.2.4, 0.2.5, MINOR",
        "0.2.4, 0.3.0, MAJOR",
        "0.2.4, 1.0.0, MAJOR",
        "0.0.1, 0.0.2, MINOR",
        "1.1.0, 2.0.0-rc.1, MAJOR",
        "2.0.0-rc.1, 2.0.0-rc.2, MAJOR",
        "2.0.0-rc.2, 2.0.0-rc.10, MAJOR",
        "2.0.0-rc.10, 2.0.0, MAJOR",
        "1.2.0-rc.1, 1.2.0-rc.2, MINOR",
        "1.2.3-rc.1, 1.2.3, PATCH",
        "0.3.0-rc.1, 0.3.0-rc.2, MAJOR",
        "1.1.0+a, 1.1.0+b, NONE",
        "1.1.0+b, 1.1.1+a, PATCH",
    })
    void a_version_must_move_enough_for_the_edit(String before, String after, String largest) {
        for (ChangeLevel level : ChangeLevel.values()) {
            boolean expected = !largest.equals("REFUSED") && level.compareTo(ChangeLevel.valueOf(largest)) <= 0;

            assertThat(level.isBumpedEnough(before, after))
                    .as("%s %s to %s", level, before, after)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.1.3, PATCH, 1.1.4",
        "1.1.3, MINOR, 1.2.0",
        "1.1.3, MAJOR, 2.0.0",
        "0.2.4, PATCH, 0.2.5",
        "0.2.4, MINOR, 0.2.5",
        "0.2.4, MAJOR, 0.3.0",
        "1.2.0-rc.1, PATCH, 1.2.0",
        "1.2.0-rc.1, MINOR, 1.2.0",
        "1.2.0-rc.1, MAJOR, 2.0.0",
        "2.0.0-rc.1, MAJOR, 2.0.0",
        "1.1.3+build.7, PATCH, 1.1.4",
    })
    void the_next_version_is_enough(String before, ChangeLevel level, String next) {
        assertThat(level.nextVersion(before)).isEqualTo(next);
        assertThat(level.isBumpedEnough(before, next)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2", "v1.2.3", "1.2.03", "99999999999.0.0", "one"})
    void a_text_that_is_no_semantic_version_is_refused_by_name(String text) {
        assertThatThrownBy(() -> ChangeLevel.PATCH.isBumpedEnough("1.0.0", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a semantic version such as 1.2.0: \"" + text + "\"");
    }

    @Test
    void an_unchanged_feature_may_keep_its_version() {
        assertThat(ChangeLevel.NONE.isBumpedEnough("1.1.0", "1.1.0")).isTrue();
        assertThat(ChangeLevel.NONE.nextVersion("1.1.0")).isEqualTo("1.1.0");
    }
}
