// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom {@code apply} asks before it does what is due, and which words and options are a yes. */
final class ConsentTest {

    @TempDir
    private Path folder;

    @Test
    void asks_nobody_where_nobody_can_answer() {
        Shop shop = new Shop(folder).search();

        Result result = shop.run("apply");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("not a terminal").contains("--confirm=search");
        assertThat(shop.path("flags/production.json")).doesNotExist();
    }

    @Test
    void asks_for_the_name_before_more_people_of_a_protected_environment_are_exposed() {
        Shop shop = new Shop(folder).search();

        Result yes = shop.cli().onTerminal().typing("yes\n").run("apply");
        Result name = shop.cli().onTerminal().typing("search\n").run("apply");

        assertThat(yes.exitCode()).isEqualTo(6);
        assertThat(yes.errorOutput())
                .contains("More exposure of search in production, which is protected")
                .contains("nobody agreed");
        assertThat(name.exitCode()).isZero();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
    }

    @Test
    void asks_for_yes_elsewhere() {
        Shop shop = new Shop(folder).search();
        shop.edit("flagctl.yaml", text -> text.replace(", protected: true", ""));

        Result no = shop.cli().onTerminal().typing("no\n").run("apply");
        Result nothing = shop.cli().onTerminal().typing("").run("apply");
        Result yes = shop.cli().onTerminal().typing("yes\n").run("apply");

        assertThat(no.exitCode()).isEqualTo(6);
        assertThat(nothing.exitCode()).isEqualTo(6);
        assertThat(yes.exitCode()).isZero();
    }

    @Test
    void does_not_take_a_tick_with_nothing_to_do_for_a_yes() {
        Shop shop = new Shop(folder).search().applied();

        Result result = shop.run("apply", "--wait");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
    }

    @Test
    void every_feature_with_more_exposure_in_a_protected_environment_is_asked_for() {
        Shop shop = withCart(new Shop(folder).search());

        Result one = shop.cli().onTerminal().typing("cart\n").run("apply");
        Result wrong = shop.cli().onTerminal().typing("cart\nyes\n").run("apply");
        boolean untouched = !shop.path("flags/production.json").toFile().exists();
        Result both = shop.cli().onTerminal().typing("cart\nsearch\n").run("apply");

        assertThat(one.exitCode()).isEqualTo(6);
        assertThat(wrong.exitCode()).isEqualTo(6);
        assertThat(wrong.errorOutput()).contains("Type \"cart\"").contains("Type \"search\"");
        assertThat(untouched).as("nothing is sent after a no").isTrue();
        assertThat(both.exitCode()).as(both.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("\"cart\"").contains("\"search\"");
    }

    @Test
    void options_cover_the_features_that_they_name_and_no_others() {
        Shop shop = withCart(new Shop(folder).search());

        Result none = shop.run("apply");
        Result one = shop.run("apply", "--confirm=search");
        Result asked = shop.cli().onTerminal().typing("no\n").run("apply", "--confirm=search");
        Result both = shop.run("apply", "--confirm=search", "--confirm=cart");

        assertThat(none.exitCode()).isEqualTo(64);
        assertThat(none.errorOutput()).contains("pass --confirm=cart --confirm=search or a plan file");
        assertThat(one.exitCode()).isEqualTo(6);
        assertThat(one.errorOutput()).contains("more exposure of cart").contains("pass --confirm=cart as well");
        assertThat(asked.exitCode()).isEqualTo(6);
        assertThat(asked.errorOutput()).contains("Type \"cart\"").doesNotContain("Type \"search\"");
        assertThat(both.exitCode()).as(both.toString()).isZero();
    }

    @Test
    void a_name_is_a_yes_to_whatever_needs_no_name() {
        Shop shop = new Shop(folder).search().applied();
        shop.write("manifests/blue.yaml", feature(shop, "blue").replace("production:", "staging:"));

        Result result = shop.run("apply", "--confirm=search");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(shop.read("flags/staging.json")).contains("\"blue\"");
    }

    @Test
    void more_exposure_that_comes_due_while_it_waits_is_left_for_somebody_to_agree() {
        Shop shop = withCart(new Shop(folder).search());
        shop.applied("apply", "--auto-approve", "--feature", "cart").later(Duration.ofMinutes(30));

        Result result = shop.run("apply", "--confirm=search", "--wait");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("nobody agreed to more exposure of cart, which came due");
        assertThat(shop.read("flags/production.json"))
                .as("search went its whole way, cart stands where it stood")
                .containsOnlyOnce("fractional")
                .contains("[\"on\", 10000]");
    }

    @Test
    void less_exposure_needs_no_name() {
        Shop shop = new Shop(folder).search().applied();
        shop.edit(
                "flags/production.json", text -> text.replace("10000", "40000").replace("90000", "60000"));

        Result result = shop.cli().onTerminal().typing("yes\n").run("apply");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
    }

    private static Shop withCart(Shop shop) {
        return shop.write("manifests/cart.yaml", feature(shop, "cart"));
    }

    private static String feature(Shop shop, String name) {
        return shop.read("manifests/search.yaml").replace("search", name);
    }
}
