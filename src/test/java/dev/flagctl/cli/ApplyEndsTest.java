// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an apply ends with when several things happen in one run: every pair that can, by {@code docs/exit-codes.md}. */
final class ApplyEndsTest {

    @TempDir
    private Path folder;

    /** Each fact is made true in one shop; then it applies once, with {@code --wait} when the second fact comes while it waits. */
    @ParameterizedTest(name = "{0} and {1} end with {2}")
    @CsvSource({
        "rolled back, nothing, 4",
        "rolled back, interrupted, 4",
        "rolled back, partly, 4",
        "rolled back, locked, 4",
        "rolled back, unreachable, 4",
        "rolled back, refused, 4",
        "rolled back, failed, 4",
        "rolled back, holds, 4",
        "partly, refused, 9",
        "partly, holds, 9",
        "waits for a lease, interrupted, 130",
        "refused, nothing, 6",
        "refused, failed, 6",
        "refused, holds, 6",
        "failed, holds, 1",
        "failed, nothing, 1",
        "holds, interrupted, 130",
        "holds, locked, 7",
        "holds, unreachable, 8",
        "holds, nothing, 3",
    })
    void the_graver_of_two_is_told(String one, String other, int expected) throws IOException {
        if (other.equals("interrupted")) {
            CtrlC.assumeHeard();
        }
        Shop shop = shop();
        List<String> words = new ArrayList<>(List.of("apply", "--auto-approve"));
        Cli cli = shop.cli();
        for (String fact : List.of(one, other)) {
            happen(shop, cli, fact, words);
        }

        Result result = cli.run(words.toArray(String[]::new));

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(expected);
    }

    @Test
    void a_stage_that_could_follow_at_once_is_still_due_and_one_that_bakes_is_not() {
        Shop shop = new Shop(folder)
                .write(
                        "manifests/checkout.yaml",
                        Shop.feature("checkout", "{percent: 10}", "{percent: 50, bake: 1d}", "{percent: 100}"));

        Result first = shop.run("apply", "--auto-approve", "--detailed-exitcode");
        Result second = shop.run("apply", "--auto-approve", "--detailed-exitcode");
        Result third = shop.run("apply", "--auto-approve", "--detailed-exitcode");

        assertThat(List.of(first.exitCode(), second.exitCode(), third.exitCode()))
                .as(first + "\n" + second + "\n" + third)
                .containsExactly(2, 0, 3);
    }

    @Test
    void a_refused_plan_still_tells_what_was_refused_and_what_was_rolled_back() {
        Shop shop = shop();
        happen(shop, shop.cli(), "rolled back", new ArrayList<>());
        happen(shop, shop.cli(), "refused", new ArrayList<>());

        Result text = shop.run("apply", "--auto-approve");
        Result again = shop.run("apply", "--auto-approve", "-o", "jsonl");

        assertThat(text.output()).contains("checkout").contains("rolled back").contains("exit 4");
        assertThat(text.errorOutput()).contains("error: search@production").contains("set version to 1.1.0");
        assertThat(shop.read("flags/production.json")).doesNotContain("50000");
        assertThat(again.exitCode())
                .as("the refusal is still there, the rollback was told once")
                .isEqualTo(6);
        assertThat(again.output().lines().reduce("", (before, line) -> line))
                .contains("\"type\":\"result\"")
                .contains("\"exitCode\":6");
    }

    /** Four features at 10 %: one has a guardrail, one will be edited, one is in an environment of its own. */
    private Shop shop() {
        Shop shop = Shop.measured(folder);
        shop.edit("flagctl.yaml", text -> text.replace("  adapters:", "    edge: {flags: local}\n  adapters:"));
        shop.write("manifests/checkout.yaml", feature("checkout", "production") + """
                  guardrails:
                    - {metric: errors, role: critical, worse-than: control}
                """);
        shop.write("manifests/search.yaml", feature("search", "production"));
        shop.write("manifests/green.yaml", feature("green", "production"));
        shop.write("manifests/blue.yaml", feature("blue", "edge"));
        shop.applied().later(Duration.ofHours(2));
        count(shop, 20);
        return shop;
    }

    private static String feature(String name, String environment) {
        return Shop.feature(name, "{percent: 10, bake: 1d}", "{percent: 50, bake: 1d}", "{percent: 100}")
                .replace("production:", environment + ":");
    }

    private static void happen(Shop shop, Cli cli, String fact, List<String> words) {
        switch (fact) {
            case "rolled back" -> count(shop, 200);
            case "partly" -> {
                happen(shop, cli, "failed", words);
                turnUp(shop, "production", "green");
            }
            case "failed" -> {
                turnUp(shop, "edge", "blue");
                folder(shop, "flags/edge.json.lock");
            }
            case "refused" -> shop.edit("manifests/search.yaml", text -> text.replace("percent: 50", "percent: 60"));
            case "holds" -> words.add("--detailed-exitcode");
            case "nothing" -> {}
            case "interrupted" -> {
                words.add("--wait");
                cli.whileWaiting(ApplyEndsTest::interrupt);
            }
            case "locked" -> {
                words.add("--wait");
                cli.whileWaiting(() -> lock(shop));
            }
            case "waits for a lease" -> {
                lock(shop);
                words.add("--lock-timeout=10m");
            }
            case "unreachable" -> {
                words.add("--wait");
                cli.whileWaiting(() -> folder(shop, "flags/edge.json"));
            }
            default -> throw new IllegalArgumentException(fact);
        }
    }

    /** A thousand users met the treatment of checkout in the last hour, and that many of them an error. */
    private static void count(Shop shop, int errors) {
        String time = shop.clock.instant().minusSeconds(3600).toString();
        shop.write(
                "telemetry/production.csv",
                "time,metric,flag,variant,units,bad\n" + time + ",errors,checkout,on,1000," + errors + "\n" + time
                        + ",errors,checkout,off,9000,180\n");
    }

    private static void turnUp(Shop shop, String environment, String flag) {
        shop.edit("flags/" + environment + ".json", text -> {
            int at = text.indexOf("\"" + flag + "\": {");
            return text.substring(0, at)
                    + text.substring(at).replaceFirst("10000", "40000").replaceFirst("90000", "60000");
        });
    }

    private static void lock(Shop shop) {
        Lock.on(shop).close();
    }

    private static void folder(Shop shop, String name) {
        try {
            Files.deleteIfExists(shop.path(name));
            Files.createDirectories(shop.path(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Ctrl-C: calls whoever listens for it, here and now; a raised signal would come some time later. */
    private static void interrupt() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            Method handle = signal.getMethod("handle", signal, handler);
            Object listens =
                    handle.invoke(null, interrupt, handler.getField("SIG_DFL").get(null));
            handle.invoke(null, interrupt, listens);
            handler.getMethod("handle", signal).invoke(listens, interrupt);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
