// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code plan --out FILE} and {@code apply FILE}. */
final class SavedPlanFileTest {

    @TempDir
    private Path folder;

    @Test
    void carries_out_what_was_reviewed() {
        Shop shop = new Shop(folder).search();

        Result plan = shop.run("plan", "--out", "search.plan");
        Result apply = shop.later(Duration.ofHours(2)).run("apply", "search.plan");

        assertThat(plan.exitCode()).isZero();
        assertThat(plan.output()).contains("Saved    search.plan").contains("Next     flagctl apply search.plan");
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
    }

    @Test
    void applied_again_does_nothing() {
        Shop shop = new Shop(folder).search();
        shop.run("plan", "--out", "search.plan");
        shop.run("apply", "search.plan");
        String flags = shop.read("flags/production.json");

        Result again = shop.run("apply", "search.plan");
        Result later = shop.later(Duration.ofHours(2)).run("apply", "search.plan");

        assertThat(again.exitCode()).as(again.toString()).isZero();
        assertThat(later.exitCode()).as(later.toString()).isZero();
        assertThat(shop.read("flags/production.json")).isEqualTo(flags);
    }

    @Test
    void never_exposes_more_people_than_were_reviewed_however_long_it_waits() {
        Shop shop = new Shop(folder).search();
        shop.run("plan", "--out", "search.plan");

        Result result = shop.run("apply", "search.plan", "--wait");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
    }

    @Test
    void is_refused_when_the_flag_moved_naming_what_it_was_and_what_it_is() {
        Shop shop = new Shop(folder).search().applied().later(Duration.ofHours(2));
        shop.run("plan", "--out", "search.plan");
        shop.run("rollback", "search", "-e", "production", "--reason", "test");
        shop.run("resume", "search", "-e", "production", "--reason", "test", "--auto-approve");

        Result result = shop.run("apply", "search.plan");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
        assertThat(result.errorOutput())
                .contains("the plan is stale, 1 of its 1 change moved: search@production: ")
                .contains("10%")
                .containsPattern("\\(dana, 1\\d:00, entry \\d+\\)");
        assertThat(shop.read("flags/production.json")).doesNotContain("50000");
    }

    @Test
    void is_refused_when_the_manifest_moved() {
        Shop shop = new Shop(folder).search();
        shop.run("plan", "--out", "search.plan");
        shop.edit(
                "manifests/search.yaml",
                text -> text.replace("1.0.0", "1.1.0").replace("percent: 10,", "percent: 20,"));

        Result result = shop.run("apply", "search.plan");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
        assertThat(result.errorOutput())
                .contains("search@production: version was 1.0.0, is 1.1.0 (in the manifest or outside flagctl");
        assertThat(shop.path("flags/production.json")).doesNotExist();
    }

    @Test
    void a_signed_plan_is_carried_out_and_one_that_was_changed_is_not() throws Exception {
        Shop shop = new Shop(folder).search();
        keys(shop, "reviewer");
        keys(shop, "mallory");

        Result plan = shop.run("plan", "--out", "search.plan", "--sign", "reviewer.pem");
        String file = shop.read("search.plan");
        Result other = shop.run("apply", "search.plan", "--verify-key=mallory.pub");
        shop.write("search.plan", file.replace("10000", "90000"));
        Result changed = shop.run("apply", "search.plan", "--verify-key=reviewer.pub");
        shop.write("search.plan", file.replaceFirst(",\"signature\":\"[^\"]*\"", ""));
        Result stripped = shop.run("apply", "search.plan", "--verify-key=reviewer.pub");
        assertThat(shop.path("flags/production.json")).doesNotExist();
        shop.write("search.plan", file);
        Result good = shop.run("apply", "search.plan", "--verify-key=reviewer.pub");

        assertThat(plan.exitCode()).as(plan.toString()).isZero();
        assertThat(List.of(other, changed, stripped)).allSatisfy(refused -> {
            assertThat(refused.exitCode()).isEqualTo(6);
            assertThat(refused.errorOutput()).contains("is not signed with that key", "--sign KEY");
        });
        assertThat(good.exitCode()).as(good.toString()).isZero();
        assertThat(shop.read("flags/production.json")).contains("[\"on\", 10000]");
    }

    @Test
    void a_signature_needs_its_file_and_its_key() {
        Shop shop = new Shop(folder).search();
        shop.write("empty.pem", "");

        assertThat(shop.run("plan", "--sign=empty.pem").errorOutput()).contains("--sign goes with --out only");
        assertThat(shop.run("plan", "--out=x.plan", "--sign=empty.pem").errorOutput())
                .contains("--sign must name a PEM file with an Ed25519 private key");
        assertThat(shop.run("apply", "--verify-key=empty.pem").errorOutput()).contains("is of a saved plan");
        assertThat(shop.path("x.plan")).doesNotExist();
    }

    @Test
    void names_each_of_many_that_moved_with_what_who_and_when() {
        Shop shop = new Shop(folder).search();
        String search = shop.read("manifests/search.yaml");
        for (String name : List.of("cart", "wishlist", "checkout")) {
            shop.write("manifests/" + name + ".yaml", search.replace("name: search", "name: " + name));
        }
        shop.applied().later(Duration.ofHours(2));
        shop.run("plan", "--out", "all.plan");
        shop.cli().with("USER", "erin").run("rollback", "search", "-e", "production", "--reason", "x");
        shop.run("resume", "search", "-e", "production", "--reason", "x", "--auto-approve");
        shop.later(Duration.ofMinutes(7));
        shop.edit("manifests/cart.yaml", text -> text.replace("1.0.0", "1.1.0").replace("percent: 50", "percent: 60"));
        shop.remove("manifests/wishlist.yaml");

        Result result = shop.run("apply", "all.plan");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
        assertThat(result.errorOutput())
                .contains("3 of its 4 changes moved")
                .contains("cart@production: version was 1.0.0, is 1.1.0 (in the manifest or outside flagctl")
                .containsPattern("search@production: [^;]*\\(dana, 15:00, entry \\d+\\)")
                .contains("wishlist@production: ")
                .doesNotContain("checkout@production");
        assertThat(shop.read("flags/production.json")).doesNotContain("50000");
    }

    @Test
    void what_fails_since_it_was_made_is_rolled_back_and_not_advanced() {
        Shop shop = failing();

        Result result = shop.run("apply", "both.plan");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(4);
        assertThat(served(shop, "search")).isEqualTo("0");
        assertThat(served(shop, "cart"))
                .as("the other change of the plan is done")
                .isEqualTo("50000");
    }

    @Test
    void a_stale_one_still_takes_back_what_fails() {
        Shop shop = failing();
        shop.edit("manifests/cart.yaml", text -> text.replace("1.0.0", "1.1.0").replace("percent: 50", "percent: 60"));

        Result result = shop.run("apply", "both.plan");

        assertThat(result.output()).contains("rolled back");
        assertThat(result.errorOutput()).contains("the plan is stale", "cart@production: version was 1.0.0, is 1.1.0");
        assertThat(result.exitCode()).as("a rollback is graver").isEqualTo(4);
        assertThat(served(shop, "search")).isEqualTo("0");
        assertThat(served(shop, "cart")).isEqualTo("10000");
    }

    @Test
    void an_edit_that_is_refused_is_told_as_one_and_not_as_a_manifest_that_went() {
        Shop shop = new Shop(folder).search().applied().later(Duration.ofHours(2));
        shop.run("plan", "--out", "search.plan");
        shop.edit("manifests/search.yaml", text -> text.replace("percent: 50", "percent: 60"));

        Result result = shop.run("apply", "search.plan");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("set version to 1.1.0").doesNotContain("no longer in the manifests");
    }

    @Test
    void is_refused_with_another_ledger() {
        Shop shop = new Shop(folder).search().applied().later(Duration.ofHours(2));
        shop.run("plan", "--out", "search.plan");
        String project = shop.read("flagctl.yaml");
        shop.write("flagctl.yaml", project + "  ledger: {type: sqlite, path: other.db}\n");
        Result empty = shop.run("apply", "search.plan");
        shop.run("import", "-e", "production");
        shop.run("apply", "--auto-approve");
        Result other = shop.run("apply", "search.plan");
        String flags = shop.read("flags/production.json");
        shop.write("flagctl.yaml", project);
        Result own = shop.run("apply", "search.plan");

        assertThat(empty.exitCode()).as(empty.toString()).isEqualTo(6);
        assertThat(empty.errorOutput()).contains("was made from another ledger", "not there", "flagctl plan --out");
        assertThat(other.errorOutput()).contains("was made from another ledger");
        assertThat(flags).doesNotContain("50000");
        assertThat(own.exitCode()).as(own.toString()).isZero();
    }

    /** A plan that advances two features, one of which fails since. */
    private Shop failing() {
        Shop shop = Shop.measured(folder).search();
        shop.write("manifests/cart.yaml", shop.read("manifests/search.yaml").replace("name: search", "name: cart"));
        shop.edit(
                "manifests/search.yaml",
                text -> text + "  guardrails:\n    - {metric: errors, role: critical, worse-than: control}\n");
        shop.applied().later(Duration.ofHours(2));
        count(shop, 20);
        Result plan = shop.run("plan", "--out", "both.plan");
        assertThat(plan.output()).contains("2 advance");
        count(shop, 300);
        return shop;
    }

    private static void count(Shop shop, int errors) {
        String time = shop.clock.instant().minusSeconds(120).toString();
        shop.write(
                "telemetry/production.csv",
                "time,metric,flag,variant,units,bad\n" + time + ",errors,search,on,1000," + errors + "\n" + time
                        + ",errors,search,off,9000,180\n");
    }

    /** Returns the share of the treatment in thousandths of a percent, 0 where nobody gets it. */
    private static String served(Shop shop, String flag) {
        String flags = shop.read("flags/production.json");
        String of = flags.substring(flags.indexOf("\"" + flag + "\": {"));
        java.util.regex.Matcher share =
                java.util.regex.Pattern.compile("\\[\"on\", (\\d+)]").matcher(of.substring(0, next(of)));
        return share.find() ? share.group(1) : "0";
    }

    private static int next(String of) {
        int next = of.indexOf("\"variants\"", of.indexOf("\"variants\"") + 1);
        return next < 0 ? of.length() : next;
    }

    private static void keys(Shop shop, String name) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        shop.write(name + ".pem", pem("PRIVATE KEY", pair.getPrivate()));
        shop.write(name + ".pub", pem("PUBLIC KEY", pair.getPublic()));
    }

    private static String pem(String what, Key key) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + what + "-----\n";
    }

    @Test
    void is_refused_a_day_later() {
        Shop shop = new Shop(folder).search();
        shop.run("plan", "--out", "search.plan");

        Result result = shop.later(Duration.ofHours(25)).run("apply", "search.plan");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput())
                .contains("valid until 2026-11-25T13:00:00Z")
                .contains("flagctl plan --out");
    }

    @Test
    void is_refused_in_another_project() {
        Shop shop = new Shop(folder.resolve("one")).search();
        Shop other = new Shop(folder.resolve("other")).search();
        other.edit("flagctl.yaml", text -> text.replace("name: shop", "name: bank"));
        shop.run("plan", "--out", "../search.plan");

        Result result = other.run("apply", "../search.plan");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("project shop").contains("bank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a plan",
                "{}",
                "[]",
                "{\"format\": \"flagctl-plan/9\"}",
                "{\"format\": \"flagctl-plan/1\"}",
                "{\"format\": \"flagctl-plan/1\", \"changes\": [{\"stage\": -7}], \"project\": 1}"
            })
    void is_refused_when_it_is_no_plan(String text) {
        Shop shop = new Shop(folder).search().write("search.plan", text);

        Result result = shop.run("apply", "search.plan");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(6);
        assertThat(result.errorOutput()).contains("search.plan is no plan of this flagctl");
        assertThat(shop.path(".flagctl")).doesNotExist();
    }

    @Test
    void is_refused_when_it_is_cut_or_changed() {
        Shop shop = new Shop(folder).search();
        shop.run("plan", "--out", "search.plan");
        String text = shop.read("search.plan");
        shop.write("cut.plan", text.substring(0, text.length() / 2));
        // 10 % were reviewed.
        shop.write("raised.plan", text.replace("10000", "90000"));

        assertThat(shop.run("apply", "cut.plan").exitCode()).isEqualTo(6);
        Result raised = shop.run("apply", "raised.plan");
        assertThat(raised.exitCode()).as(raised.toString()).isEqualTo(6);
        assertThat(shop.path("flags/production.json")).doesNotExist();
    }

    @Test
    void is_refused_when_its_folder_is_not_there() {
        Shop shop = new Shop(folder).search();

        Result result = shop.run("plan", "--out", "nowhere/search.plan");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(result.errorOutput())
                .contains("nowhere/search.plan", "there is no such folder")
                .doesNotContain("Exception");
    }

    @Test
    void a_file_that_is_not_there_is_no_plan_and_a_folder_becomes_none() throws Exception {
        Shop shop = new Shop(folder).search();
        Files.createDirectories(shop.path("plans/search.plan/full"));

        Result none = shop.run("apply", "none.plan");
        Result kept = shop.run("plan", "--out", "plans/search.plan");

        assertThat(none.exitCode()).isEqualTo(6);
        assertThat(none.errorOutput())
                .contains("none.plan", "there is no such file")
                .doesNotContain("Exception");
        assertThat(kept.exitCode()).isEqualTo(6);
        assertThat(kept.errorOutput()).contains("plans/search.plan").doesNotContain("Exception");
        assertThat(shop.path("plans").toFile().list())
                .as("nothing by half stays")
                .containsExactly("search.plan");
    }

    @Test
    void is_not_saved_when_the_plan_is_refused() {
        Shop shop = new Shop(folder).search().applied();
        shop.edit("manifests/search.yaml", text -> text.replace("percent: 50", "percent: 60"));

        Result result = shop.run("plan", "--out", "search.plan");

        assertThat(result.exitCode()).isEqualTo(6);
        assertThat(shop.path("search.plan")).doesNotExist();
    }
}
