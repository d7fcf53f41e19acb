// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import static dev.flagctl.adapter.flags.flagd.FlagFolder.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How flags that people wrote are read. */
final class FlagdReadTest {

    private static final FlagSpec MATCHED =
            new FlagSpec("a", new Serve("on", "control", "off"), Set.of(Owns.EXPOSURE), "");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                                                                          | 0%",
                "null                                                                        | 0%",
                "{'fractional': [['on', 50], ['off', 50]]}                                   | 50%",
                "{'fractional': [['on'], ['off']]}                                           | 50%",
                "{'fractional': [['on', 1], ['off', 3]]}                                     | 25%",
                "{'fractional': [['on', 0], ['off', 3]]}                                     | 0%",
                "{'fractional': [{'cat': [{'var': '$flagd.flagKey'}, {'var': 'targetingKey'}]}, ['on', 5], ['off', 95]]} | 5%",
                "{'if': [{'var': 'x'}, 'off', 'on']}                                         | 100%",
                "{'if': [{'var': 'x'}, 'off', {'fractional': [['on', 1], ['off', 9]]}]}      | 10%",
                "{'if': [{'var': 'x'}, 'off', {'if': [{'var': 'y'}, 'on']}]}                 | 0%",
            })
    void rules_that_mean_a_share_of_everybody_are_read_as_one(String targeting, String exposure) {
        ObservedFlag observed = flag(targeting).read(spec("a"));

        assertThat(observed.unreadable()).isEmpty();
        assertThat(observed.state().exposure()).hasToString(exposure);
        assertThat(observed.state().unit()).isEqualTo("targetingKey");
        assertThat(observed.state().salt()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'fractional': [['on', 10], ['off', 80], ['control', 10]]} | 10%",
                "{'fractional': [['on', 1], ['off', 2], ['control', 1]]}    | 25%",
                "{'fractional': [['on', 50], ['off', 0], ['control', 50]]}  | 50%",
                "{'fractional': [['on', 75], ['control', 25]]}              | 75%",
            })
    void a_last_part_as_large_as_the_treatment_is_its_control_group(String targeting, String exposure) {
        ObservedFlag observed = threeVariants(targeting).read(MATCHED);

        assertThat(observed.unreadable()).isEmpty();
        assertThat(observed.state().exposure()).hasToString(exposure);
        assertThat(observed.state().control()).isEqualTo("control");
        assertThat(observed.state().rest()).isEqualTo("off");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'fractional': [['on', 10], ['off', 79], ['control', 11]]}",
                "{'fractional': [['on', 10], ['control', 10], ['off', 80]]}",
                "{'fractional': [['on', 60], ['off', 10], ['control', 30]]}",
                "{'fractional': [['on', 10], ['control', 90]]}",
                "{'fractional': [['on', 10], ['off', 40], ['control', 10], ['off', 40]]}",
                "{'if': [{'and': ['region:eu-west', {'===': [{'var': 'region'}, 'eu-west']}]},"
                        + " {'fractional': [['on', 20], ['off', 60], ['control', 20]]},"
                        + " {'fractional': [['on', 10], ['off', 90]]}]}",
            })
    void a_third_part_that_is_none_is_somebody_elses_and_left_alone(String targeting) {
        ObservedFlag observed = threeVariants(targeting).read(MATCHED);

        assertThat(observed.state()).isNull();
        assertThat(observed.unreadable()).isNotEmpty();
    }

    @Test
    void three_parts_are_no_share_of_a_flag_that_keeps_no_control_group() {
        assertThat(threeVariants("{'fractional': [['on', 10], ['off', 80], ['control', 10]]}")
                        .read(spec("a"))
                        .state())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'fractional': [['off', 50], ['on', 50]]}              | fractional",
                "{'fractional': [['on', 1], ['off', 2]]}                | fractional",
                "{'fractional': [['on', 1], ['off', 1], ['other', 1]]}  | other",
                "{'fractional': [{'var': 'email'}, ['on', 1], ['off', 1]]} | email",
                "{'fractional': [['on', {'var': 'w'}], ['off', 1]]}     | fractional",
                "{'if': [{'and': ['cohort:x', true]}, {'var': 'v'}, 'off']} | somebody changed",
                "{'if': [{'and': ['cohort:x', true]}, {'fractional': [['on', 1], ['off', 9]]}, {'fractional': [['on', 5], ['off', 5]]}]} | somebody changed",
                "{'in': [{'var': 'x'}, ['a']]}                          | x is in \"a\"",
                "{'if': [{'var': 'x'}, 'off', 'other']}                 | serves the variant \"other\"",
                "7                                                      | 7",
            })
    void rules_that_mean_something_else_are_not_guessed_at(String targeting, String reason) {
        ObservedFlag observed = flag(targeting).read(spec("a"));

        assertThat(observed.state()).isNull();
        assertThat(observed.presence()).isEqualTo(ObservedFlag.Presence.PRESENT);
        assertThat(observed.unreadable()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'state': 'DISABLED', 'variants': {'on': 1, 'off': 0}, 'defaultVariant': 'off'  | is DISABLED, so the code's default is served",
                "'variants': {'on': 1, 'off': 0}, 'defaultVariant': 'off'                       | has no state",
                "'state': 'ENABLED', 'variants': {'on': 1, 'off': 0}                            | has no defaultVariant",
                "'state': 'ENABLED', 'variants': {'on': 1, 'off': 0}, 'defaultVariant': null    | has no defaultVariant",
                "'state': 'ENABLED', 'variants': {'on': 1, 'off': 0}, 'defaultVariant': 'x'     | which is none of its variants",
                "'state': 'ENABLED', 'defaultVariant': 'x'                                      | has no variants",
                "'state': 'ENABLED', 'variants': {'off': 0, 'x': 1}, 'defaultVariant': 'off'    | has no variant \"on\"",
                "'state': 'ENABLED', 'variants': {'on': 1, 'off': 0, 'x': 2}, 'defaultVariant': 'x' | serves the variant \"x\"",
                "'state': 'ENABLED', 'variants': {'on': null, 'off': 0}, 'defaultVariant': 'off' | null",
            })
    void a_flag_that_serves_neither_arm_says_why(String members, String reason) {
        ObservedFlag observed = file("{'flags': {'a': {" + members + "}}}").read(spec("a"));

        assertThat(observed.state()).isNull();
        assertThat(observed.unreadable()).contains(reason);
    }

    @Test
    void a_cohort_that_was_defined_otherwise_when_it_was_written_is_not_taken_for_todays() {
        FlagFolder file = flag("{}");
        FlagState state = file.state(spec("a"));
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.of(40.0));
        file.change(spec("a"), state.withExposure(employees));
        FlagScope moved = new FlagScope(
                FlagFolder.SCOPE.environment(), Map.of("employees", FlagFolder.employees("@new.example")), "region");

        try (FlagService flags = file.flags()) {
            ObservedFlag observed = flags.read(moved, List.of(spec("a"))).get("a");

            assertThat(observed.state().exposure()).hasToString("40% of employees (defined otherwise)");
            assertThat(observed.foreign()).isEmpty();
        }
    }

    @Test
    void a_rule_that_cannot_be_read_is_replaced_where_flagctl_owns_the_rules() {
        FlagFolder file = flag("{'in': [{'var': 'x'}, ['a']]}");

        ObservedFlag observed = file.read(spec("a", Owns.EXPOSURE, Owns.TARGETING));

        assertThat(observed.state().exposure()).isEqualTo(Exposure.NONE);
        assertThat(observed.foreign()).containsExactly("x is in \"a\": the default variant");
    }

    @Test
    void only_the_flags_that_are_asked_for_are_looked_into() {
        FlagFolder file =
                file("{'flags': {'a': {'state': 'ENABLED', 'variants': {'on': 1, 'off': 0}, 'defaultVariant': 'off'},"
                        + " 'b': {'x': 1, 'x': 2}}}");

        assertThat(file.read(spec("a")).state()).isNotNull();
    }

    private FlagFolder flag(String targeting) {
        return file("{'flags': {'a': {'state': 'ENABLED', 'variants': {'on': 1, 'off': 0, 'other': 2},"
                + " 'defaultVariant': 'off', 'targeting': " + targeting + "}}}");
    }

    private FlagFolder threeVariants(String targeting) {
        return file("{'flags': {'a': {'state': 'ENABLED', 'variants': {'on': true, 'off': false, 'control': false},"
                + " 'defaultVariant': 'off', 'targeting': " + targeting + "}}}");
    }

    private FlagFolder file(String json) {
        return new FlagFolder(folder, "x.json").with(json.replace('\'', '"'));
    }
}
