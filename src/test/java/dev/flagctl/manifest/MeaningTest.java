// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each thing that can be wrong with a feature, with the place and the words for it; line 7 is the first line given. */
final class MeaningTest {

    @TempDir
    Path temp;

    static Stream<Arguments> features() {
        return Stream.of(
                Arguments.of(
                        "rollout: {prodution: {strategy: all-at-once}}",
                        "7:13 FC1201 there is no environment \"prodution\" | did you mean \"production\"?"),
                Arguments.of(
                        "rollout: {staging: {strategy: canary, stages: [{cohort: employes}]}}",
                        "FC1202 there is no cohort \"employes\" | did you mean \"employees\"?"),
                Arguments.of(
                        "rollout: {production: {strategy: region-waves, waves: [[eu-west], [eu-east]], bake: 1d}}",
                        "FC1203 there is no region of production \"eu-east\""),
                Arguments.of("notify: [{to: slack, on: [held]}]", "7:17 FC1204 there is no adapter \"slack\""),
                Arguments.of(
                        "guardrails: [{metric: http-error, above: 5%}]",
                        "7:25 FC1205 there is no metric \"http-error\" | did you mean \"http-errors\"?"),
                Arguments.of("rollout: {staging: {strategy: careful}}", "7:33 FC1206 there is no strategy \"careful\""),
                Arguments.of("rollout: {staging: {strategy: cannary}}", "did you mean \"canary\"?"),
                Arguments.of(
                        "rollout: {staging: {strategy: canary}}", "7:13 FC1030 strategy \"canary\" has no \"stages\""),
                Arguments.of(
                        "rollout: {staging: {strategy: all-at-once, step: 5}}",
                        "7:46 FC1108 strategy \"all-at-once\" has no \"step\""),
                Arguments.of(
                        "rollout: {staging: {strategy: linear, from: 50, to: 10, step: 5, bake: 1h}}",
                        "FC1104 the rollout goes from 50% to 10%"),
                Arguments.of(
                        "rollout: {staging: {strategy: canary, stages: [{percent: 50}, {percent: 10}]}}",
                        "7:75 FC1104 the exposure falls from 50% to 10% of everyone | staging, stage 2 of 2"),
                Arguments.of(
                        "rollout: {staging: {strategy: canary, stages: [{percent: 50, soak: 1d}]}}",
                        "FC1107 a soak belongs"),
                Arguments.of(
                        "rollout: {staging: {strategy: canary, stages: [{bake: 1d}]}}",
                        "FC1039 stages 1 needs at least one of percent, cohort = such as percent: 10 or cohort: employees"),
                Arguments.of("rollout: {staging: {strategy: percentage, percent: 0.0001}}", "FC1042 a percent of"),
                Arguments.of(
                        "rollout: {staging: {strategy: percentage, percent: \"50\"}}",
                        "FC1031 percent must be a number, not a text"),
                Arguments.of(
                        "rollout: {staging: {strategy: all-at-once, after: [production]}}",
                        "7:54 FC1209 this feature has no rollout in \"production\""),
                Arguments.of(
                        "rollout: {staging: {strategy: all-at-once, after: [staging]}}",
                        "FC1208 environments wait for each other: staging after staging"),
                Arguments.of(
                        "rollout: {staging: {strategy: all-at-once, not-before: 2027-02-30}}",
                        "FC1035 there is no such date: 2027-02-30"),
                Arguments.of(
                        "rollout: {staging: {strategy: linear, step: 10, bake: 1d2w}}",
                        "FC1034 \"1d2w\" is not a duration"),
                Arguments.of(
                        "guardrails: [{metric: http-errors}]",
                        "FC1039 guardrails 1 needs exactly one of worse-than, above, below, burn"
                                + " = such as worse-than: control or above: 5% or below: 5% or burn: page"),
                Arguments.of(
                        "guardrails: [{metric: http-errors, above: 1, below: 0}]",
                        "FC1039 \"above\" and \"below\" exclude each other = keep one: above or below"),
                Arguments.of("guardrails: [{metric: http-errors, above: 1, margin: 0}]", "FC1039"),
                Arguments.of("guardrails: [{metric: http-errors, above: 500%}]", "FC1217 the limit of a share"),
                Arguments.of(
                        "guardrails: [{metric: http-errors, burn: page}]",
                        "FC1217 metric \"http-errors\" is of kind ratio, which has no rule burn"),
                Arguments.of(
                        "guardrails: [{metric: http-errors, worse-than: control, margin: 20%, tolerance: 10%}]",
                        "FC1043 the tolerance must be above the margin"),
                Arguments.of(
                        "guardrails: [{metric: http-errors, worse-than: baseline}]",
                        "FC1039 \"worse-than: baseline\" needs \"baseline\""),
                Arguments.of(
                        "guardrails: [{metric: http-errors, worse-than: control, baseline: 1%}]",
                        "FC1039 the control is the baseline already"),
                Arguments.of("guardrails: [{metric: http-errors, above: lots}]", "FC1043 \"lots\" is not a share"),
                Arguments.of(
                        "guardrails: [{metric: http-errors, above: 1, role: gaurd}]",
                        "FC1032 unknown word \"gaurd\" for role | did you mean \"guard\"?"),
                Arguments.of(
                        "sunset: {deprecate: 2027-03-01, remove: 2027-02-01}", "FC1106 the feature is removed before"),
                Arguments.of(
                        "sunset: {deprecate: 2027-03-01, remove: 2027-03-02}",
                        "FC1106 the phase-out takes 12d, and there are only 1d"),
                Arguments.of(
                        "sunset: {deprecate: 2027-01-01, remove: 2027-03-01, phase-out: {stages: [50, 75, 0]}}",
                        "FC1105 the phase-out does not fall from 50% to 75%"),
                Arguments.of(
                        "sunset: {deprecate: 2027-01-01, remove: 2027-03-01, phase-out: {stages: [50, 25]}}",
                        "FC1105 the phase-out does not end at 0"),
                Arguments.of(
                        "sunset: {deprecate: 2027-01-01, remove: 2027-03-01, successor: {feature: b}}",
                        "FC1207 there is no feature \"b\""),
                Arguments.of(
                        "sunset: {deprecate: 2027-01-01, remove: 2027-03-01, successor: {variant: of}}",
                        "FC1101 there is no variant \"of\" | did you mean \"on\"?"),
                Arguments.of("sunset: {deprecate: soon, remove: 2027-03-01}", "FC1035 \"soon\" is not a date"),
                Arguments.of("flag-key: a b", "FC1038 \"a b\" is not a flag key"),
                Arguments.of("owns: [exposure, exposure]", "FC1008"),
                Arguments.of(
                        "description: 5",
                        "7:16 FC1031 description must be a text, not a number = write it in quotes: \"5\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("features")
    void says_what_is_wrong_with(String line, String expected) {
        Folder folder = new Folder(temp).write("a.yaml", Folder.feature("a", line));

        assertThat(folder.problems())
                .singleElement()
                .asString()
                .startsWith("a.yaml:7:")
                .contains(expected);
    }

    @Test
    void checks_the_variants_that_are_served() {
        String text = Folder.feature("a");
        Folder folder = new Folder(temp)
                .write("a.yaml", text.replace("control: \"off\"", "control: \"on\""))
                .write("b.yaml", text.replace("name: a", "name: b").replace("control: \"off\"", "control: \"of\""))
                .write("c.yaml", text.replace("name: a", "name: c").replace("\"off\": false", "\"off\": 0"))
                .write("d.yaml", text.replace("name: a", "name: d").replace("1.0.0", "1.0"));

        assertThat(folder.problems())
                .satisfiesExactly(
                        a -> assertThat(a).contains("a.yaml:6:37 FC1102"),
                        b -> assertThat(b).contains("b.yaml:6:37 FC1101"),
                        c -> assertThat(c).contains("c.yaml:5:33 FC1103"),
                        d -> assertThat(d).contains("d.yaml:3:30 FC1031"));
    }

    @Test
    void a_matched_control_meets_what_everybody_else_meets_under_another_name() {
        String text = Folder.feature("a").replace("\"off\": false", "\"off\": false, \"same\": false, \"new\": true");
        Folder folder = new Folder(temp)
                .write("a.yaml", text.replace("control: \"off\"", "control: \"same\", rest: \"off\""))
                .write(
                        "b.yaml",
                        text.replace("name: a", "name: b")
                                .replace("control: \"off\"", "control: \"off\", rest: \"off\""))
                .write(
                        "c.yaml",
                        text.replace("name: a", "name: c")
                                .replace("control: \"off\"", "control: \"off\", rest: \"on\""))
                .write(
                        "d.yaml",
                        text.replace("name: a", "name: d")
                                .replace("control: \"off\"", "control: \"off\", rest: \"new\""))
                .write(
                        "e.yaml",
                        text.replace("name: a", "name: e")
                                .replace("control: \"off\"", "control: \"off\", rest: \"sane\""));

        assertThat(folder.problems())
                .satisfiesExactly(
                        b -> assertThat(b).contains("b.yaml:6:50 FC1102 rest and control are both \"off\""),
                        c -> assertThat(c).contains("c.yaml:6:50 FC1102 rest and treatment are both \"on\""),
                        d -> assertThat(d).contains("d.yaml:6:50 FC1110 rest is \"new\" and control is \"off\""),
                        e -> assertThat(e).contains("e.yaml:6:50 FC1101", "did you mean \"same\"?"));
    }

    @Test
    void wants_exactly_one_project_and_flag_keys_of_their_own() {
        Folder folder = new Folder(temp)
                .write("a.yaml", Folder.feature("a", "flag-key: k", "rollout: {staging: {strategy: all-at-once}}"))
                .write("b.yaml", Folder.feature("b", "flag-key: k", "rollout: {staging: {strategy: all-at-once}}"))
                .write("p.yaml", Folder.PROJECT.replace("shop}", "other}"));

        assertThat(folder.problems())
                .satisfiesExactly(
                        a -> assertThat(a).startsWith("a.yaml:7:13 FC1216"),
                        b -> assertThat(b).startsWith("flagctl.yaml:2:7 FC1211"));
    }

    @Test
    void every_code_is_unique_and_explained() {
        Set<String> codes = new HashSet<>();
        for (DiagnosticCode code : DiagnosticCode.values()) {
            assertThat(codes.add(code.code())).as(code.code()).isTrue();
            assertThat(code.explanation()).hasSizeGreaterThan(40).endsWith(".");
            assertThat(DiagnosticCode.find(code.code().toLowerCase(java.util.Locale.ROOT)))
                    .hasValue(code);
        }
        assertThat(DiagnosticCode.find("FC1042")).hasValue(DiagnosticCode.PERCENT);
    }
}
