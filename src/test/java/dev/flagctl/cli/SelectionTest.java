// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.cli.Cli.Result;
import dev.flagctl.support.Tools;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SelectionTest {

    @TempDir
    private Path folder;

    private Shop shop;

    @BeforeEach
    void fourFeaturesOfThreeTeams() {
        shop = new Shop(folder);
        feature("search", "team-search", "{service: web, tier: gold}");
        feature("ranker", "team-search", "{service: api}");
        feature("banner", "team-growth", "{service: web}");
        feature("tax", "team-tax", "{}");
    }

    @Test
    void values_of_one_option_add_up_and_different_options_narrow() {
        assertThat(names("--owner=team-search")).containsExactly("ranker", "search");
        assertThat(names("--owner=team-search", "--owner", "team-tax")).containsExactly("ranker", "search", "tax");
        assertThat(names("--label", "service=web")).containsExactly("banner", "search");
        assertThat(names("--owner=team-search", "--label=service=web")).containsExactly("search");
        assertThat(names("search", "--feature=tax")).containsExactly("search", "tax");
    }

    @Test
    void exclude_has_the_last_word() {
        assertThat(names("--exclude=owner=team-search")).containsExactly("banner", "tax");
        assertThat(names("--exclude=feature=tax", "--exclude", "label=tier=gold"))
                .containsExactly("banner", "ranker");
        assertThat(names("--owner=team-search", "--exclude=file=manifests/search.yaml"))
                .containsExactly("ranker");
    }

    @Test
    void a_file_that_is_read_anyway_chooses_and_the_others_do_not_look_gone() {
        shop.applied();

        Result result = shop.run("plan", "-f", "manifests/tax.yaml");

        assertThat(result.output()).contains("1 feature").doesNotContain("search", "its manifest");
        assertThat(names("--file=manifests")).hasSize(4);
    }

    @Test
    void a_file_from_elsewhere_is_read_instead() {
        shop.write("other/new.yaml", shop.read("manifests/tax.yaml").replace("name: tax", "name: fresh"));

        assertThat(names("--file", "other/new.yaml")).containsExactly("fresh");
    }

    @Test
    void the_summary_says_what_was_left_out_and_by_which_option() {
        Result plan = shop.run("plan", "--owner=team-search", "--exclude=feature=ranker");
        Result apply = shop.run("apply", "--auto-approve", "--owner=team-search");

        assertThat(plan.output())
                .contains("\nLeft out 2 features by --owner, 1 feature by --exclude\n")
                .contains("flagctl apply --owner team-search --exclude feature=ranker\n");
        assertThat(apply.errorOutput()).contains("left out: 2 features by --owner\n");
        assertThat(shop.run("status", "--owner=team-search").output())
                .contains(" · left out: 2 features by --owner · ");
        assertThat(shop.run("plan", "-o", "json", "--owner=team-search").output())
                .contains("\"leftOut\" : [\n    \"2 features by --owner\"\n  ]");
        assertThat(shop.read("flags/production.json")).contains("ranker").doesNotContain("tax");
    }

    @Test
    void a_value_that_fits_nothing_is_a_mistake_and_no_empty_run() {
        assertThat(shop.run("plan", "--owner=team-serch")).isEqualTo(new Result(64, "", """
                error: no feature belongs to "team-serch"
                  hint: did you mean team-search? Else see flagctl plan --help
                """));
        assertThat(shop.run("apply", "--auto-approve", "--exclude=feature=serch")
                        .errorOutput())
                .contains("no feature is named \"serch\"", "did you mean search?");
        assertThat(shop.run("plan", "-e", "prod").errorOutput())
                .contains("no environment is named \"prod\"; there are staging, production");
        assertThat(shop.run("plan", "--exclude=ownr=team-tax").errorOutput()).contains("did you mean owner?");
        assertThat(shop.run("plan", "--label=service").errorOutput()).contains("no feature has the label \"service\"");
    }

    @Test
    void a_saved_plan_takes_no_selectors() {
        shop.run("plan", "--out", "all.plan");

        Result result = shop.run("apply", "all.plan", "--owner=team-tax");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("leave the selectors out");
    }

    @Test
    void changed_since_asks_git_for_what_this_branch_did() throws Exception {
        Tools.require("git");
        git("init", "-q", "-b", "main");
        git("add", ".");
        commit();
        shop.edit("manifests/tax.yaml", text -> text + "# edited, not committed\n");
        feature("fresh", "team-tax", "{}");

        assertThat(names("--changed-since=main")).containsExactly("fresh", "tax");

        git("switch", "-q", "-c", "mine");
        git("add", ".");
        commit();
        git("switch", "-q", "main");
        shop.edit("manifests/banner.yaml", text -> text + "# meanwhile\n");
        git("add", ".");
        commit();
        git("switch", "-q", "mine");

        assertThat(names("--changed-since=main")).as("without what others did").containsExactly("fresh", "tax");
        assertThat(names("--exclude=changed-since=main")).containsExactly("banner", "ranker", "search");
        assertThat(shop.run("plan", "--changed-since=HEAD").output())
                .startsWith("staging · 0 features · no changes\n")
                .endsWith("Left out 5 features by --changed-since\n");
        shop.edit("flagctl.yaml", text -> text + "# may mean anything\n");
        assertThat(names("--changed-since=HEAD")).hasSize(5);
    }

    @Test
    void changed_since_something_that_git_does_not_know_is_refused() {
        Result result = shop.run("plan", "--changed-since=no-such-branch");

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.errorOutput()).contains("no-such-branch", "history fetched?");
        assertThat(shop.run("plan", "--changed-since=--output=x").exitCode()).isEqualTo(64);
    }

    private void feature(String name, String owner, String labels) {
        shop.write("manifests/" + name + ".yaml", """
                apiVersion: flagctl.dev/v1
                kind: Feature
                metadata: {name: %s, version: 1.0.0, owner: %s, labels: %s}
                spec:
                  variants: {"on": true, "off": false}
                  serve: {treatment: "on", control: "off"}
                  rollout: {production: {strategy: percentage, percent: 10}}
                """.formatted(name, owner, labels));
    }

    private List<String> names(String... options) {
        Result result = shop.run(Stream.concat(Stream.of("status", "--all", "-o", "name"), Arrays.stream(options))
                .toArray(String[]::new));
        assertThat(result.exitCode()).as(result.errorOutput()).isZero();
        return result.output().lines().sorted().toList();
    }

    private void commit() throws Exception {
        git("-c", "user.name=dana", "-c", "user.email=dana@shop.example", "commit", "-q", "-m", "edit");
    }

    private void git(String... arguments) throws Exception {
        String[] command =
                Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toArray(String[]::new);
        Tools.Result result = Tools.run(folder, Map.of("HOME", folder.toString()), command);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}
