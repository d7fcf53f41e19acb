// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who belongs to a cohort, and which share the user of an evaluation context gets. */
final class CohortTest {

    @ParameterizedTest
    @CsvSource({
        "EQUALS, gold, gold, true",
        "EQUALS, gold, silver, false",
        "NOT_EQUALS, gold, silver, true",
        "NOT_EQUALS, gold, gold, false",
        "IN, gold, gold, true",
        "NOT_IN, gold, silver, true",
        "NOT_IN, gold, gold, false",
        "STARTS_WITH, go, gold, true",
        "ENDS_WITH, ld, gold, true",
        "ENDS_WITH, go, gold, false",
        "CONTAINS, ol, gold, true",
    })
    void texts_compare_by_character(Operator operator, String value, String found, boolean matches) {
        Condition condition = new Condition("plan", operator, List.of(value));

        assertThat(condition.matches(Map.of("plan", found))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"AT_LEAST, 18, true", "AT_LEAST, 17, false", "BELOW, 17, true", "BELOW, 18, false", "EQUALS, 18, true"})
    void numbers_compare_by_value_whatever_their_type(Operator operator, int found, boolean matches) {
        Condition condition = new Condition("age", operator, List.of(18L));

        assertThat(condition.matches(Map.of("age", found))).isEqualTo(matches);
        assertThat(condition.matches(Map.of("age", (double) found))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"AT_LEAST", "BELOW", "EQUALS", "NOT_EQUALS", "NOT_IN"})
    void an_attribute_that_is_absent_matches_nothing(Operator operator) {
        assertThat(new Condition("age", operator, List.of(18)).matches(Map.of()))
                .isFalse();
    }

    @Test
    void a_text_is_neither_above_nor_below_a_number() {
        assertThat(new Condition("age", Operator.AT_LEAST, List.of(18)).matches(Map.of("age", "20")))
                .isFalse();
        assertThat(new Condition("age", Operator.BELOW, List.of(18)).matches(Map.of("age", "2")))
                .isFalse();
    }

    @Test
    void the_largest_share_of_all_audiences_of_a_user_counts() {
        Cohort gold = new Cohort("gold", true, List.of(new Condition("plan", Operator.EQUALS, List.of("gold"))));
        Exposure exposure = Exposure.of(Audience.cohort("gold"), Percent.of(50))
                .union(Exposure.of(Audience.region("eu-west"), Percent.of(20)))
                .union(Exposure.of(Percent.of(10)));

        assertThat(share(exposure, gold, Map.of())).isEqualTo(Percent.of(10));
        assertThat(share(exposure, gold, Map.of("region", "eu-west"))).isEqualTo(Percent.of(20));
        assertThat(share(exposure, gold, Map.of("region", "eu-west", "plan", "gold")))
                .isEqualTo(Percent.of(50));
    }

    private static Percent share(Exposure exposure, Cohort cohort, Map<String, Object> context) {
        return exposure.shareFor(context, Map.of(cohort.name(), cohort), "region");
    }
}
