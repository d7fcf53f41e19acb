// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The file of GO Feature Flag as people write it: what is theirs survives, what moves by itself is named. */
final class GoffFileTest {

    private static final String SHOP = """
            # flags of the shop, edited by hand
            theme:
              variations: {dark: "d", light: "l"}   # design owns this
              defaultRule: {variation: light}
              trackEvents: false

            checkout:
              variations:
                "on": true
                "off": false
              targeting:
                # testers first, always
                - name: testers
                  query: 'beta eq "true"'
                  percentage: {"on": 10, "off": 90}
              defaultRule:
                variation: "off"
              version: "3"
              metadata:
                owner: payments
            """;

    @TempDir
    private Path folder;

    private GoffFlagService flags() {
        return new GoffFlagService(
                new FlagPath(folder, "flags.yaml", FlagFormat.YAML), new WriteTurns(new Random(7), length -> {}));
    }

    private static FlagSpec spec(Owns... owns) {
        return new FlagSpec("checkout", new Serve("on", "off"), Set.of(owns), "");
    }

    private static FlagState state(Exposure exposure) {
        return new FlagState(Map.of("on", true, "off", false), "on", "off", exposure, "targetingKey", "checkout");
    }

    private ObservedFlag read() {
        return flags().read(SCOPE, List.of(spec())).get("checkout");
    }

    private WriteOutcome write(FlagSpec spec, Exposure before, Exposure after) {
        return flags().write(SCOPE, List.of(new FlagWrite(spec, state(before), state(after))))
                .get(0);
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("flags.yaml"), text);
    }

    @Test
    void a_ramp_changes_its_own_rules_and_leaves_the_rest_letter_by_letter() throws IOException {
        Path file = written(SHOP);
        Exposure ramp = Exposure.of(Audience.cohort("employees"), Percent.ALL).union(percent(25));

        assertThat(write(spec(Owns.EXPOSURE), Exposure.NONE, ramp).failure()).isNull();

        assertThat(file).hasContent("""
                # flags of the shop, edited by hand
                theme:
                  variations: {dark: "d", light: "l"}   # design owns this
                  defaultRule: {variation: light}
                  trackEvents: false

                checkout:
                  variations:
                    "on": true
                    "off": false
                  targeting:
                    # testers first, always
                    - name: testers
                      query: 'beta eq "true"'
                      percentage: {"on": 10, "off": 90}
                    - {
                        "name": "flagctl: employees",
                        "query": "{\\"or\\":[{\\"===\\":[{\\"var\\":\\"email\\"},\\"@shop.example\\"]},{\\"and\\":[{\\"in\\":[\\"@shop.example\\",{\\"var\\":\\"email\\"}]},{\\"!\\":[{\\"in\\":[\\"@shop.example\\",{\\"merge\\":[{\\"var\\":\\"email\\"}]}]}]},{\\"===\\":[{\\"substr\\":[{\\"var\\":\\"email\\"},-13]},\\"@shop.example\\"]}]}]}",
                        "variation": "on"
                      }
                  defaultRule: {"percentage": {"on": 25, "off": 75}}
                  version: "3"
                  metadata:
                    owner: payments
                    flagctl.treatment: "on"
                    flagctl.rest: "off"
                """);
        assertThat(read().state()).isEqualTo(state(ramp));
        assertThat(read().foreign()).containsExactly("testers, beta eq \"true\": {\"on\": 10, \"off\": 90}");
    }

    @Test
    void back_at_nobody_only_the_foreign_rule_is_left() throws IOException {
        Path file = written(SHOP);
        Exposure ramp = Exposure.of(Audience.cohort("employees"), Percent.ALL).union(percent(25));
        write(spec(Owns.EXPOSURE), Exposure.NONE, ramp);

        assertThat(write(spec(Owns.EXPOSURE), ramp, Exposure.NONE).failure()).isNull();

        assertThat(Files.readString(file)).contains("name: testers").doesNotContain("flagctl: ");
        assertThat(read().state()).isEqualTo(state(Exposure.NONE));
    }

    @Test
    void foreign_rules_go_when_the_feature_owns_the_targeting() throws IOException {
        Path file = written(SHOP);

        assertThat(write(spec(Owns.EXPOSURE, Owns.TARGETING), Exposure.NONE, percent(25))
                        .failure())
                .isNull();

        assertThat(Files.readString(file)).doesNotContain("testers").contains("# design owns this");
    }

    @Test
    void a_foreign_rule_for_everybody_overrules_and_is_named() throws IOException {
        written(SHOP.replace("query: 'beta eq \"true\"'", "query: ''"));

        assertThat(read().overruled()).isEqualTo("rule testers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disable: true|is disabled",
                "scheduledRollout: [{date: 2026-10-01T09:00:00Z, disable: true}]|scheduledRollout",
                "experimentation: {start: 2026-10-01T09:00:00Z}|experimentation"
            })
    void what_changes_by_the_clock_or_is_off_is_unreadable_and_stays(String line, String reason) throws IOException {
        Path file = written(SHOP + "  " + line + "\n");
        String before = Files.readString(file);

        assertThat(read().state()).isNull();
        assertThat(read().unreadable()).contains(reason);
        assertThat(write(spec(Owns.EXPOSURE), Exposure.NONE, percent(1)).failure())
                .isNotNull();
        assertThat(file).hasContent(before);
    }

    @Test
    void a_progressive_rollout_is_told_apart_from_a_share() throws IOException {
        written(
                SHOP.replace(
                        "variation: \"off\"",
                        "progressiveRollout: {initial: {variation: \"off\", date: 2026-01-01T00:00:00Z}, end: {variation: \"on\", date: 2027-01-01T00:00:00Z}}"));

        assertThat(read().unreadable()).contains("progressiveRollout");
    }

    @Test
    void a_rule_of_flagctl_whose_query_is_another_is_read_as_such_and_written_over() throws IOException {
        Path file = written(SHOP);
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(spec(Owns.EXPOSURE), Exposure.NONE, employees);
        Files.writeString(file, Files.readString(file).replace("@shop.example", "@example.org"));

        Exposure otherwise = Objects.requireNonNull(read().state()).exposure();
        WriteOutcome outcome = write(spec(Owns.EXPOSURE), otherwise, employees);

        assertThat(otherwise).hasToString("employees (defined otherwise)");
        assertThat(outcome.failure()).isNull();
        assertThat(file).content().contains("@shop.example").doesNotContain("@example.org");
    }

    @Test
    void a_rule_of_flagctl_that_somebody_disabled_serves_nobody() throws IOException {
        Path file = written(SHOP);
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(spec(Owns.EXPOSURE), Exposure.NONE, employees);
        String enabled = Files.readString(file);
        Files.writeString(
                file,
                enabled.replace(
                        "\"name\": \"flagctl: employees\"", "\"name\": \"flagctl: employees\", \"disable\": true"));
        assertThat(file).content().isNotEqualTo(enabled);

        assertThat(Objects.requireNonNull(read().state()).exposure()).isEqualTo(Exposure.NONE);
    }

    @Test
    void a_file_that_is_no_flag_file_is_refused_with_its_line() throws IOException {
        written("- a\n- b\n");

        assertThat(flags().check(SCOPE).get(0).found()).contains("flags.yaml:1").contains("not an object");
    }
}
