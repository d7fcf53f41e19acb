// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.diag.AdapterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlagdEngineTest {

    private static final List<Map<String, Object>> USERS = IntStream.range(0, 10_000)
            .mapToObj(i -> Map.<String, Object>of("targetingKey", "user-" + i))
            .toList();

    @TempDir
    private Path folder;

    @Test
    void serves_the_share_that_the_file_says_and_only_adds_users_after_a_reload() throws IOException {
        Path file = write(rampAt(10));
        try (FlagdEngine engine = FlagdEngine.open(file)) {
            List<String> before = engine.variants("checkout", USERS, false);

            write(rampAt(30));
            engine.reload();
            List<String> after = engine.variants("checkout", USERS, false);

            assertThat(percentOn(before)).isCloseTo(10, within(1.5));
            assertThat(percentOn(after)).isCloseTo(30, within(1.5));
            assertThat(IntStream.range(0, USERS.size())
                            .filter(i -> before.get(i).equals("on"))
                            .mapToObj(after::get))
                    .containsOnly("on");
        }
    }

    @Test
    void answers_one_by_one_as_in_bulk() throws IOException {
        Path file = write(rampAt(50));
        try (FlagdEngine engine = FlagdEngine.open(file)) {
            List<Map<String, Object>> some = USERS.subList(0, 200);

            assertThat(engine.variants("checkout", some, false))
                    .isEqualTo(some.stream()
                            .map(user -> engine.variant("checkout", user, false))
                            .toList());
        }
    }

    @Test
    void evaluates_every_operator_and_type_that_targeting_may_use() throws IOException {
        Path file = write("""
                {"$evaluators": {"eu": {"in": [{"var": "country"}, ["DE", "FR"]]}},
                 "flags": {
                  "text": {"state": "ENABLED", "variants": {"a": "x", "b": "y"}, "defaultVariant": "a",
                    "targeting": {"if": [{"ends_with": [{"var": "email"}, "@shop.example"]}, "b"]}},
                  "number": {"state": "ENABLED", "variants": {"one": 1, "two": 2}, "defaultVariant": "one",
                    "targeting": {"if": [{"sem_ver": [{"var": "app"}, ">=", "2.0.0"]}, "two", "one"]}},
                  "ratio": {"state": "ENABLED", "variants": {"half": 0.5, "most": 0.9}, "defaultVariant": "half",
                    "targeting": {"if": [{"$ref": "eu"}, "most"]}},
                  "limits": {"state": "ENABLED", "variants": {"low": {"max": 3}, "high": {"max": 9}},
                    "defaultVariant": "low",
                    "targeting": {"if": [{"starts_with": [{"var": "plan"}, "pro"]}, "high"]}}
                 }}
                """);
        Map<String, Object> user = Map.of(
                "targetingKey", "u1", "email", "ann@shop.example", "app", "2.1.0", "country", "DE", "plan", "pro-2");
        try (FlagdEngine engine = FlagdEngine.open(file)) {
            assertThat(engine.evaluate("text", user, ""))
                    .isEqualTo(new FlagdEvaluation("b", "y", "TARGETING_MATCH", null));
            assertThat(engine.evaluate("number", user, 0).value()).isEqualTo(2);
            assertThat(engine.evaluate("ratio", user, 0.0).value()).isEqualTo(0.9);
            assertThat(engine.evaluate("limits", user, Map.of()).value()).isEqualTo(Map.of("max", 9));
            assertThat(engine.evaluate("text", Map.of("targetingKey", "u1"), "").variant())
                    .isEqualTo("a");
        }
    }

    @Test
    void leaves_the_code_default_to_the_caller_and_says_why() throws IOException {
        Path file = write("""
                {"flags": {"off": {"state": "DISABLED", "variants": {"on": true}, "defaultVariant": "on"}}}
                """);
        try (FlagdEngine engine = FlagdEngine.open(file)) {
            assertThat(engine.variant("off", Map.of(), true)).isEqualTo(FlagdEngine.CODE_DEFAULT);
            assertThat(engine.evaluate("no-such-flag", Map.of(), true)).satisfies(answer -> {
                assertThat(answer.variant()).isNull();
                assertThat(answer.value()).isEqualTo(true);
                assertThat(answer.error()).startsWith("FLAG_NOT_FOUND");
            });
        }
    }

    @Test
    void goes_on_with_what_it_had_when_the_new_file_is_broken() throws IOException {
        Path file = write(rampAt(100));
        try (FlagdEngine engine = FlagdEngine.open(file)) {
            write("{\"flags\": ");

            assertThatThrownBy(engine::reload)
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("Unexpected end-of-input");
            assertThat(engine.variant("checkout", USERS.get(0), false)).isEqualTo("on");
        }
    }

    @Test
    void says_what_to_do_when_the_file_or_the_libraries_are_missing() {
        Path missing = folder.resolve("missing.json");

        assertThatThrownBy(() -> FlagdEngine.open(missing))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("missing.json");
        assertThatThrownBy(() -> FlagdEngine.open(missing, folder))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("build flagctl again");
    }

    private Path write(String json) throws IOException {
        return Files.writeString(folder.resolve("flags.json"), json);
    }

    private static String rampAt(int percent) {
        return """
                {"flags": {"checkout": {"state": "ENABLED", "variants": {"on": true, "off": false},
                  "defaultVariant": "off",
                  "targeting": {"fractional": [{"cat": ["checkout", {"var": "targetingKey"}]},
                    ["on", %d], ["off", %d]]}}}}
                """.formatted(percent, 100 - percent);
    }

    private static double percentOn(List<String> variants) {
        return 100.0 * variants.stream().filter("on"::equals).count() / variants.size();
    }
}
