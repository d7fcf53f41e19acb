// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.flagd;

import static dev.flagctl.adapter.flags.flagd.FlagFolder.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a write changes in the text of a file, and what it leaves alone. */
final class FlagdEditTest {

    private static final Exposure TEN = Exposure.of(Percent.of(10.0));

    @TempDir
    private Path folder;

    @Test
    void a_control_group_is_the_last_part_and_leaves_no_word_behind_when_it_goes() {
        FlagSpec matched = new FlagSpec("a", new Serve("on", "control", "off"), Set.of(Owns.EXPOSURE), "");
        FlagFolder json = json("""
                {
                  "flags": {
                    "a": {
                      "state": "ENABLED",
                      "variants": {"on": true, "off": false, "control": false},
                      "defaultVariant": "off"
                    }
                  }
                }
                """);
        FlagState off = json.state(matched);
        FlagState tenth = new FlagState(off.variants(), "on", "off", "control", TEN, off.unit(), off.salt());

        json.change(matched, tenth);

        assertThat(json.text())
                .contains("[\"on\", 10000], [\"off\", 80000], [\"control\", 10000]]")
                .contains("\"flagctl.control\": \"control\"");

        json.change(matched, tenth.withoutControl());

        assertThat(json.text()).contains("[\"on\", 10000], [\"off\", 90000]]}").doesNotContain("flagctl.control");
    }

    @Test
    void a_share_is_added_to_a_static_flag_and_taken_away_again() {
        FlagFolder json = json("""
                {
                  "flags": {
                    "a": {
                      "state": "ENABLED",
                      "variants": {"on": true, "off": false},
                      "defaultVariant": "off"
                    },
                    "z": {"state": "ENABLED", "variants": {"x": 1}, "defaultVariant": "x"}
                  }
                }
                """);
        FlagState state = json.state(spec("a"));

        json.change(spec("a"), state.withExposure(TEN));

        assertThat(json.text()).isEqualTo("""
                        {
                          "flags": {
                            "a": {
                              "state": "ENABLED",
                              "variants": {"on": true, "off": false},
                              "defaultVariant": "off",
                              "targeting": {
                                "if": [
                                  {"!": [{"var": "targetingKey"}]},
                                  "off",
                                  {"fractional": [{"cat": ["a", {"var": "targetingKey"}]}, ["on", 10000], ["off", 90000]]}
                                ]
                              },
                              "metadata": {"flagctl.treatment": "on", "flagctl.rest": "off", "flagctl.unit": "targetingKey", "flagctl.salt": "a"}
                            },
                            "z": {"state": "ENABLED", "variants": {"x": 1}, "defaultVariant": "x"}
                          }
                        }
                        """);

        json.change(spec("a"), state.withExposure(Exposure.ALL));

        assertThat(json.text())
                .contains("\"defaultVariant\": \"on\",\n      \"metadata\"")
                .doesNotContain("targeting\":");
        assertThat(json.state(spec("a"))).isEqualTo(state.withExposure(Exposure.ALL));
    }

    @Test
    void the_example_of_the_documentation_is_what_is_written() throws IOException {
        FlagFolder file = new FlagFolder(folder, "production.flagd.json");
        Exposure exposure = Exposure.of(Audience.cohort("employees"), Percent.ALL)
                .union(Exposure.of(Audience.region("eu-west"), TEN.everyone()))
                .union(Exposure.of(Percent.of(1.0)));
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        FlagState state = new FlagState(variants, "on", "off", exposure, "userId", "checkout-redesign");
        FlagSpec flag =
                new FlagSpec("checkout-redesign", new Serve("on", "off"), Set.of(Owns.EXPOSURE), "One-page checkout");

        assertThat(file.write(flag, null, state).failure()).isNull();

        assertThat(Files.readString(Path.of("docs/adapters/flagd.md"))).contains("```json\n" + file.text() + "```\n");
    }

    @Test
    void a_file_is_made_with_its_schema_and_its_folders() {
        FlagFolder json = new FlagFolder(folder, "flags/of/${environment}.json");
        FlagState state = new FlagState(Map.of("on", true), "on", "on", Exposure.NONE, "u", "s");
        assertThat(json.write(spec("a"), null, state).failure()).hasMessageContaining("same variant");

        FlagFolder made = new FlagFolder(folder, "flags/of/production.json");
        made.write(
                new FlagSpec("a", new Serve("on", "off"), Set.of(Owns.EXPOSURE), "Why it is"),
                null,
                state("on", "off", Exposure.NONE));

        assertThat(made.text()).isEqualTo("""
                        {
                          "$schema": "https://flagd.dev/schema/v0/flags.json",
                          "flags": {
                            "a": {
                              "description": "Why it is",
                              "state": "ENABLED",
                              "variants": {"on": "v-on", "off": "v-off"},
                              "defaultVariant": "off",
                              "metadata": {"flagctl.treatment": "on", "flagctl.rest": "off", "flagctl.unit": "userId", "flagctl.salt": "s"}
                            }
                          }
                        }
                        """);
    }

    @Test
    void a_yaml_file_is_made_and_filled_in_block_style() {
        FlagFolder yaml = new FlagFolder(folder, "production.yaml");

        yaml.write(spec("on"), null, state("on", "off", TEN));
        yaml.write(spec("b.c"), null, state("on", "off", Exposure.NONE));

        assertThat(yaml.text()).isEqualTo("""
                        $schema: https://flagd.dev/schema/v0/flags.json
                        flags:
                          "on":
                            state: "ENABLED"
                            variants: {"on": "v-on", "off": "v-off"}
                            defaultVariant: "off"
                            targeting: {
                                "if": [
                                  {"!": [{"var": "userId"}]},
                                  "off",
                                  {"fractional": [{"cat": ["s", {"var": "userId"}]}, ["on", 10000], ["off", 90000]]}
                                ]
                              }
                            metadata: {"flagctl.treatment": "on", "flagctl.rest": "off", "flagctl.unit": "userId", "flagctl.salt": "s"}
                          b.c:
                            state: "ENABLED"
                            variants: {"on": "v-on", "off": "v-off"}
                            defaultVariant: "off"
                            metadata: {"flagctl.treatment": "on", "flagctl.rest": "off", "flagctl.unit": "userId", "flagctl.salt": "s"}
                        """);
        assertThat(yaml.state(spec("on"))).isEqualTo(state("on", "off", TEN));

        yaml.write(spec("on"), state("on", "off", TEN), null);
        yaml.write(spec("b.c"), state("on", "off", Exposure.NONE), null);
        assertThat(yaml.text()).isEqualTo("$schema: https://flagd.dev/schema/v0/flags.json\nflags: {}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.flagd.json, adFailure, on",
        "shop.flagd.json, cartFailure, 10%",
        "shop.flagd.json, banner, rich",
        "shop.flagd.yaml, adFailure, on",
        "shop.flagd.yaml, cartFailure, 10%",
    })
    void what_flagctl_does_not_own_stays_letter_by_letter(String fixture, String key, String treatment) {
        String before = fixture(fixture);
        FlagFolder file = new FlagFolder(folder, fixture).with(before);
        FlagSpec flag = spec(key, treatment, key.equals("banner") ? "plain" : "off");
        FlagState state = file.state(flag);
        Exposure exposure = TEN.union(Exposure.of(Audience.cohort("employees"), Percent.ALL));

        file.change(flag, state.withExposure(exposure));
        assertThat(file.state(flag)).isEqualTo(state.withExposure(exposure));
        String after = file.text();
        file.change(flag, state);

        // What stays are flagctl's words under metadata.
        assertOnlyInserted(before, file.text());
        assertThat(after).startsWith(before.substring(0, before.indexOf(key) + key.length()));
        assertThat(after.substring(after.indexOf("catalogFailure")))
                .isEqualTo(before.substring(before.indexOf("catalogFailure")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.flagd.json", "shop.flagd.yaml"})
    void reading_changes_nothing_and_a_write_of_what_is_served_does_not_touch_the_file(String fixture)
            throws IOException {
        FlagFolder file = new FlagFolder(folder, fixture).with(fixture(fixture));
        FileTime longAgo = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file.path(), longAgo);
        FlagState state = file.state(spec("adFailure"));

        assertThat(file.write(spec("adFailure"), state, state).failure()).isNull();

        assertThat(file.text()).isEqualTo(fixture(fixture));
        assertThat(Files.getLastModifiedTime(file.path())).isEqualTo(longAgo);
        assertThat(folder).isDirectoryContaining("glob:**" + fixture).isDirectoryNotContaining("glob:**.lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.flagd.json", "shop.flagd.yaml"})
    void foreign_rules_stay_in_front_and_flagctl_is_their_last_else(String fixture) {
        String before = fixture(fixture);
        FlagFolder file = new FlagFolder(folder, fixture).with(before);
        FlagSpec catalog = spec("catalogFailure");
        FlagState off = file.state(catalog);
        assertThat(file.read(catalog).foreign()).containsExactly("product_id is \"OLJCESPC7Z\": off");

        file.change(catalog, off.withExposure(TEN));

        assertThat(file.state(catalog)).isEqualTo(off.withExposure(TEN));
        assertThat(file.read(catalog).foreign()).containsExactly("product_id is \"OLJCESPC7Z\": off");

        file.change(catalog, off);
        assertOnlyInserted(before, file.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.flagd.json", "shop.flagd.yaml"})
    void foreign_rules_without_an_else_get_one_when_it_is_needed(String fixture) {
        FlagFolder file = new FlagFolder(folder, fixture).with(fixture(fixture));
        FlagSpec europe = spec("europeFirst");
        FlagState off = file.state(europe);
        assertThat(off.exposure()).isEqualTo(Exposure.NONE);

        file.change(europe, off.withExposure(Exposure.ALL));
        file.change(europe, off.withExposure(TEN));
        file.change(europe, off.withExposure(Exposure.of(Percent.of(20.0))));

        assertThat(file.state(europe).exposure()).isEqualTo(Exposure.of(Percent.of(20.0)));
        assertThat(file.read(europe).foreign()).hasSize(1);
        file.change(europe, off);
        assertThat(file.state(europe)).isEqualTo(off);
    }

    @Test
    void a_flag_whose_rules_flagctl_owns_loses_the_foreign_ones() {
        FlagFolder file = new FlagFolder(folder, "shop.json").with(fixture("shop.flagd.json"));
        FlagSpec owned = spec("threeWays", Owns.EXPOSURE, Owns.TARGETING);
        FlagState state = file.state(owned);

        file.change(owned, state);

        assertThat(file.read(owned).foreign()).isEmpty();
        assertThat(file.text()).doesNotContain("\"var\": \"email\"");
        assertThat(file.state(spec("threeWays"))).isEqualTo(state);
    }

    @Test
    void values_of_variants_change_only_where_they_are_owned() {
        FlagFolder file = new FlagFolder(folder, "shop.json").with(fixture("shop.flagd.json"));
        FlagSpec theirs = spec("greeting", "long", "short");
        FlagSpec ours = spec("greeting", "long", "short", Owns.EXPOSURE, Owns.VARIANTS);
        FlagState before = file.state(theirs);
        FlagState after = new FlagState(
                Map.of("short", "Hey", "long", "Good evening"), "long", "short", TEN, before.unit(), before.salt());

        assertThat(file.write(theirs, before, after).failure()).isNull();
        assertThat(file.text()).contains("{ \"short\" : \"Hi\" , \"long\" : \"Good morning\" } ,");

        assertThat(file.write(ours, file.state(theirs), after).failure()).isNull();
        assertThat(file.state(ours)).isEqualTo(after);
        assertThat(file.text()).doesNotContain("Good morning").contains("\"team\" : \"web\" , \"cost\" : 1.50");
    }

    @Test
    void a_variant_that_is_missing_and_not_owned_is_refused() {
        FlagFolder file = new FlagFolder(folder, "shop.json").with(fixture("shop.flagd.json"));
        FlagState before = file.state(spec("adFailure"));
        FlagState after = new FlagState(
                Map.of("on", true, "off", false, "new", true), "on", "new", TEN, before.unit(), before.salt());

        assertThat(file.write(spec("adFailure"), before, after).failure())
                .hasMessageContaining("lacks the variant")
                .hasMessageContaining("does not own");
        assertThat(file.text()).isEqualTo(fixture("shop.flagd.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tabs      | {NL\t'flags': {NL\t\t'a': {NL\t\t\tFLAGNL\t\t}NL\t}NL}NL",
                "one line  | {'flags': {'a': {FLAG}}}",
                "minified  | {'flags':{'a':{MINI}}}NL",
                "no end    | {NL  'flags': {NL    'a': {FLAG}NL  }NL}",
                "CRLF      | {RN  'flags': {RN    'a': {RN      FLAGRN    }RN  }RN}RN",
                "mark      | BOM{'flags': {'a': {FLAG}}}",
                "four      | {NL    'flags': {NL        'a': {FLAG}NL    }NL}NL",
            })
    void the_manner_of_a_file_is_kept(String name, String template) {
        String text = template.replace(
                        "FLAG", "'state': 'ENABLED', 'variants': {'on': true, 'off': false}, 'defaultVariant': 'off'")
                .replace("MINI", "'state':'ENABLED','variants':{'on':true,'off':false},'defaultVariant':'off'")
                .replace('\'', '"')
                .replace("NL", "\n")
                .replace("RN", "\r\n")
                .replace("\\t", "\t")
                .replace("BOM", "\uFEFF")
                .trim();
        text = template.trim().endsWith("NL") ? text + "\n" : template.trim().endsWith("RN") ? text + "\r\n" : text;
        FlagFolder file = new FlagFolder(folder, "x.json").with(text);
        FlagState state = file.state(spec("a"));

        file.change(spec("a"), state.withExposure(TEN));
        file.write(spec("b"), null, state("on", "off", TEN));

        String after = file.text();
        assertThat(file.state(spec("a"))).isEqualTo(state.withExposure(TEN));
        assertThat(file.state(spec("b"))).isEqualTo(state("on", "off", TEN));
        assertThat(after.contains("\r\n")).isEqualTo(text.contains("\r\n"));
        assertThat(after.replace("\r\n", "").contains("\r")).isFalse();
        assertThat(after.replace("\r\n", "").contains("\n"))
                .isEqualTo(text.replace("\r\n", "").contains("\n"));
        assertThat(after.endsWith("\n")).isEqualTo(text.endsWith("\n"));
        assertThat(after.startsWith("\uFEFF")).isEqualTo(text.startsWith("\uFEFF"));
        assertThat(after.strip().contains("\n") && !name.equals("one line"))
                .isEqualTo(text.strip().contains("\n"));
        if (name.equals("minified")) {
            assertThat(after).doesNotContain(": ").doesNotContain(", ");
        }

        file.write(spec("b"), state("on", "off", TEN), null);
        file.change(spec("a"), state);
        assertOnlyInserted(text, file.text());
    }

    @Test
    void archiving_takes_out_the_flag_and_keeps_its_text_for_the_ledger() {
        String before = fixture("shop.flagd.json");
        FlagFolder file = new FlagFolder(folder, "shop.json").with(before);
        FlagState state = file.state(spec("catalogFailure"));

        String receipt = file.write(spec("catalogFailure"), state, null).receipt();

        assertThat(receipt).startsWith("{\n      \"defaultVariant\": \"off\"").endsWith("}\n    }");
        assertThat(before).contains(receipt);
        assertThat(file.text()).isEqualTo(before.replace("    \"catalogFailure\": " + receipt + ",\n", ""));
    }

    @Test
    void the_first_the_last_and_all_flags_can_be_archived_together() {
        FlagFolder file = new FlagFolder(folder, "x.json");
        FlagState state = state("on", "off", Exposure.NONE);
        for (String key : List.of("a", "b", "c", "d")) {
            file.write(spec(key), null, state);
        }

        for (String gone : List.of("a", "d")) {
            assertThat(file.write(spec(gone), state, null).failure()).isNull();
        }
        assertThat(file.state(spec("b"))).isEqualTo(file.state(spec("c")));
        for (String gone : List.of("b", "c")) {
            assertThat(file.write(spec(gone), state, null).failure()).isNull();
        }

        assertThat(file.text())
                .isEqualTo("{\n  \"$schema\": \"https://flagd.dev/schema/v0/flags.json\",\n  \"flags\": {}\n}\n");
    }

    private FlagFolder json(String text) {
        return new FlagFolder(folder, "production.flagd.json").with(text);
    }

    private static FlagState state(String treatment, String rest, Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put(treatment, "v-" + treatment);
        variants.put(rest, "v-" + rest);
        return new FlagState(variants, treatment, rest, exposure, "userId", "s");
    }

    /** Nothing of the first text is gone, and what is new is in one place. */
    private static void assertOnlyInserted(String before, String after) {
        int prefix = 0;
        while (prefix < before.length() && prefix < after.length() && before.charAt(prefix) == after.charAt(prefix)) {
            prefix++;
        }
        assertThat(after).endsWith(before.substring(prefix));
    }

    private static String fixture(String name) {
        try (InputStream in = FlagdEditTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
