// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever was merged into the manifests: a failed guardrail and a person take exposure back before it is applied. */
final class PendingEditTest {

    private static final String SEARCH = "manifests/search.yaml";
    private static final String GUARDRAIL = """
              guardrails:
                - {metric: errors, role: critical, worse-than: control, margin: 50%, min-units: 50}
            """;

    @TempDir
    private Path folder;

    /** Each edit, by its name. */
    private static Map<String, Consumer<Shop>> edits() {
        Map<String, Consumer<Shop>> edits = new TreeMap<>();
        edits.put("control renamed", edited("\"off\"", "gone"));
        edits.put("treatment renamed", edited("\"on\"", "fresh"));
        edits.put("variant removed", edited(", third: \"x\"", ""));
        edits.put("another type", edited("\"new\", \"off\": \"old\", third: \"x\"", "true, \"off\": false"));
        edits.put("another unit", edited("  serve:", "  unit: sessionId\n  serve:"));
        edits.put("another flag", edited("  serve:", "  flag-key: other\n  serve:"));
        edits.put("another strategy", edited("- {percent: 10, bake: 1h}", "- {percent: 20, bake: 1h}"));
        edits.put("no guardrail", edited(GUARDRAIL, ""));
        edits.put("no guardrail and no version", shop -> shop.edit(SEARCH, text -> text.replace(GUARDRAIL, "")));
        edits.put("another environment", shop -> {
            edited("    production:", "    staging:").accept(shop);
            shop.edit(
                    "flagctl.yaml",
                    text -> text.replace("    production:", "    staging: {flags: local}\n    production:"));
        });
        edits.put("no manifest", shop -> shop.remove(SEARCH));
        return edits;
    }

    private static Consumer<Shop> edited(String what, String by) {
        return shop -> shop.edit(
                SEARCH, text -> text.replace("version: 1.0.0", "version: 2.0.0").replace(what, by));
    }

    static Stream<Arguments> everywhere() {
        return edits().keySet().stream()
                .flatMap(edit -> Stream.of("flagd", "goff").map(service -> Arguments.of(edit, service)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("everywhere")
    void a_failed_guardrail_takes_exposure_back(String edit, String service) {
        Shop shop = half(service);
        edits().get(edit).accept(shop);
        measured(shop.later(Duration.ofMinutes(40)), 60);

        Result result = shop.run("apply", "--auto-approve", "-e", "production");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(4);
        assertThat(treated(shop)).isEqualTo(10);
        assertThat(shop.run("status", "-e", "production").output()).contains("rolled back");
        assertThat(shop.run("history", "verify").exitCode()).isZero();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("everywhere")
    void a_person_takes_exposure_back(String edit, String service) {
        Shop shop = half(service);
        edits().get(edit).accept(shop);

        Result back = shop.run("rollback", "search", "--reason", "ticket 4711", "--auto-approve", "-e", "production");
        int left = treated(shop);
        Result kill = shop.run("kill", "search", "--reason", "ticket 4711", "-e", "production");

        assertThat(back.exitCode()).as(back.toString()).isZero();
        assertThat(left).isEqualTo(10);
        assertThat(kill.exitCode()).as(kill.toString()).isZero();
        assertThat(treated(shop)).isZero();
    }

    @Test
    void what_is_taken_back_without_a_manifest_says_so() {
        Shop shop = half("flagd").remove(SEARCH);
        measured(shop.later(Duration.ofMinutes(40)), 60);

        Result result = shop.run("apply", "--auto-approve");
        Result next = shop.run("plan");

        assertThat(result.output().replaceAll("\\s+", " "))
                .contains("evidence over 1,000,000 of 20; its manifest is gone");
        assertThat(next.output().replaceAll("\\s+", " ")).contains("search holds at 10% for its manifest");
    }

    @Test
    void manifests_that_are_invalid_keep_nobody_from_being_taken_back() {
        Shop shop = half("flagd").write("manifests/theirs.yaml", "kind: [");
        shop.edit(SEARCH, text -> text.replace("control: \"off\"", "control: nothing"));

        Result back = shop.run("rollback", "search", "--reason", "ticket 4711", "--auto-approve");
        int left = treated(shop);
        Result resume = shop.run("resume", "search");
        Result kill = shop.run("kill", "search", "--reason", "ticket 4711");
        Result unknown = shop.run("kill", "nobody", "--reason", "ticket 4711");

        assertThat(back.exitCode()).as(back.toString()).isZero();
        assertThat(back.errorOutput())
                .startsWith("warning: the manifests are invalid (")
                .contains("by what the ledger knows of search; flagctl validate shows what is wrong");
        assertThat(left).isEqualTo(10);
        assertThat(resume.exitCode()).as(resume.toString()).isEqualTo(5);
        assertThat(kill.exitCode()).as(kill.toString()).isZero();
        assertThat(treated(shop)).isZero();
        assertThat(unknown.exitCode()).as(unknown.toString()).isEqualTo(5);
    }

    @Test
    void a_project_that_is_invalid_is_told() {
        Shop shop = half("flagd");
        shop.edit("flagctl.yaml", text -> text.replace("flags: local", "flags: nothing"));

        Result kill = shop.run("kill", "search", "--reason", "ticket 4711");

        assertThat(kill.exitCode()).as(kill.toString()).isEqualTo(5);
        assertThat(kill.errorOutput()).contains("nothing").doesNotContain("warning: the manifests are invalid");
    }

    @Test
    void a_flag_key_cannot_be_edited_while_the_old_flag_serves_anybody() {
        Shop shop = half("flagd");
        edits().get("another flag").accept(shop);

        Result refused = shop.run("apply", "--auto-approve");
        int served = treated(shop);
        shop.run("kill", "search", "--reason", "another key");
        Result after = shop.run("apply", "--auto-approve");

        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(6);
        assertThat(refused.errorOutput())
                .contains("the flag key went from search to other, and flag search would go on serving 50%");
        assertThat(served).isEqualTo(50);
        assertThat(after.exitCode()).as(after.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("\"other\"");
    }

    @Test
    void a_feature_without_a_manifest_is_left_to_whoever_turned_its_flag() {
        Shop shop = half("flagd").remove(SEARCH);
        shop.edit(
                "flags/production.json",
                text -> text.replace("[\"on\", 50000], [\"off\", 50000]", "[\"on\", 40000], [\"off\", 60000]"));
        measured(shop.later(Duration.ofMinutes(40)), 60);
        String before = shop.read("flags/production.json");

        Result result = shop.run("apply", "--auto-approve");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(shop.read("flags/production.json")).isEqualTo(before);
    }

    /** A shop whose feature stands at 50 %, with telemetry that is well. */
    private Shop half(String service) {
        Shop shop = Shop.measured(folder).search();
        shop.edit(
                SEARCH,
                text -> text.replace(
                                "{\"on\": true, \"off\": false}", "{\"on\": \"new\", \"off\": \"old\", third: \"x\"}")
                        + GUARDRAIL);
        if (!service.equals("flagd")) {
            shop.edit("flagctl.yaml", text -> text.replace("flagd", service).replace(".json", ".yaml"));
        }
        shop.applied();
        measured(shop.later(Duration.ofMinutes(70)), 1);
        shop.applied();
        assertThat(treated(shop)).isEqualTo(50);
        return shop;
    }

    /** Returns how many percent get the treatment, as either file has it. */
    private static int treated(Shop shop) {
        List<String> files = List.of("flags/production.json", "flags/production.yaml");
        String text = files.stream()
                .filter(file -> shop.path(file).toFile().exists())
                .map(shop::read)
                .findFirst()
                .orElseThrow();
        for (int percent : List.of(10, 50)) {
            if (text.contains("[\"on\", " + percent + "000]") || text.matches("(?s).*on\"?: " + percent + "\\b.*")) {
                return percent;
            }
        }
        return 0;
    }

    /** Half an hour in which so many of a thousand in the treatment were bad each minute. */
    private static void measured(Shop shop, int bad) {
        StringBuilder rows = new StringBuilder("time,metric,flag,variant,units,bad\n");
        for (int i = 34; i > 0; i--) {
            Instant time = shop.clock.instant().minus(Duration.ofMinutes(i));
            rows.append(time).append(",errors,search,on,1000,").append(bad).append('\n');
            rows.append(time).append(",errors,search,off,1000,1\n");
        }
        shop.write("telemetry/production.csv", rows.toString());
    }
}
