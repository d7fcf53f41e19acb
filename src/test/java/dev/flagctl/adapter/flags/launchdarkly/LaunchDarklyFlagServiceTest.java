// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.launchdarkly;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static dev.flagctl.contract.FlagServiceContract.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.Audience;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagAudit;
import dev.flagctl.port.FlagReferences;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagUsage;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.LaunchDarklyEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is special about LaunchDarkly: approvals, conflicts, its windows of calls, and what belongs to others. */
final class LaunchDarklyFlagServiceTest {

    private final StrictLaunchDarkly server = new StrictLaunchDarkly();

    @AfterEach
    void stop() {
        server.close();
    }

    private static FlagState state(Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", exposure, "targetingKey", "checkout");
    }

    /** The double answers as the vendor's description of variations says, and the capability has the plan say it first. */
    @Test
    void a_flag_with_two_variants_of_one_value_is_declared_as_refused_and_is() {
        Map<String, Object> variants = new LinkedHashMap<>(state(Exposure.NONE).variants());
        variants.put("control", false);
        FlagState equal = new FlagState(variants, "on", "off", Exposure.NONE, "targetingKey", "checkout");

        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            WriteOutcome outcome = flags.write(SCOPE, List.of(new FlagWrite(spec("checkout"), null, equal)))
                    .get(0);

            assertThat(flags.capabilities().equalVariants()).isFalse();
            assertThat(outcome.failure()).isNotNull().hasMessageContaining("variation values must be unique");
        }
    }

    private WriteOutcome write(@Nullable Exposure before, Exposure after) {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            FlagState seen = before == null ? null : state(before);
            return flags.write(SCOPE, List.of(new FlagWrite(spec("checkout"), seen, state(after))))
                    .get(0);
        }
    }

    private ObservedFlag read() {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            return flags.read(SCOPE, List.of(spec("checkout"))).get("checkout");
        }
    }

    @Test
    void a_flag_that_nobody_asked_for_within_the_window_has_no_evaluations_and_others_are_not_guessed() {
        Instant now = Instant.now();
        server.statuses.put("old", requested("inactive", now.minus(Duration.ofDays(40))));
        server.statuses.put("used", requested("active", now.minus(Duration.ofDays(2))));
        server.statuses.put("young", "{\"name\": \"new\", \"lastRequested\": null}");
        server.statuses.put("silent", "{\"name\": \"inactive\", \"lastRequested\": null}");
        server.statuses.put("foreign", requested("inactive", now.minus(Duration.ofDays(40))));
        List<String> keys = List.of("old", "used", "young", "silent", "gone");

        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            FlagUsage usage = (FlagUsage) flags;

            assertThat(usage.evaluations(SCOPE, keys, Duration.ofDays(7))).isEqualTo(Map.of("old", 0L, "silent", 0L));
            assertThat(usage.evaluations(SCOPE, keys, Duration.ofDays(30))).isEqualTo(Map.of("old", 0L));
            assertThat(server.calls).containsOnly("GET /api/v2/flag-statuses/shop/production");
        }
    }

    private static String requested(String name, Instant last) {
        return "{\"name\": \"" + name + "\", \"lastRequested\": \"" + last + "\"}";
    }

    @Test
    void the_comment_of_a_change_says_what_it_does() {
        write(null, percent(10));
        server.comments.clear();

        write(percent(10), percent(25));

        assertThat(server.comments).containsExactly("flagctl: serve \"on\" to 25%");
    }

    private ObjectNode production() {
        return server.flags.get("checkout").environment("production");
    }

    @Test
    void the_comment_of_a_change_says_who_and_why_in_no_more_than_500_characters() {
        write(null, percent(10));
        server.comments.clear();

        because(percent(10), percent(25), "baked 2h of 2h; run 7 by alice");
        because(percent(25), percent(50), "x".repeat(1_000));

        assertThat(server.comments.get(0)).isEqualTo("flagctl: serve \"on\" to 25% (baked 2h of 2h; run 7 by alice)");
        assertThat(server.comments.get(1)).hasSize(500).endsWith("x…");
    }

    private void because(Exposure before, Exposure after, String because) {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            flags.write(
                    SCOPE,
                    List.of(new FlagWrite(spec("checkout"), state(before), state(after), EndMark.LEFT, because)));
        }
    }

    private Map<String, List<CodeReference>> references(String... keys) {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            return ((FlagReferences) flags).codeReferences(List.of(keys));
        }
    }

    private static String repository(boolean enabled, String branch, String references) {
        return "{\"items\": [{\"name\": \"web\", \"enabled\": " + enabled
                + ", \"defaultBranch\": \"main\", \"branches\":" + " [{\"name\": \"" + branch
                + "\", \"syncTime\": 1764000000000, \"references\": [" + references + "]}]}]}";
    }

    @Test
    void where_code_names_a_flag_is_known_from_the_repositories_that_were_scanned() {
        server.repositories = repository(
                true,
                "main",
                "{\"path\": \"src/Shop.java\", \"hunks\": [{\"startingLineNumber\": 12, \"projKey\": \"shop\", \"flagKey\": \"checkout\","
                        + " \"lines\": \"  if (on(CHECKOUT)) {\\n  }\"}]}");
        server.codeStatistics.put("checkout", "[{\"name\": \"web\", \"hunkCount\": 2, \"fileCount\": 2}]");

        assertThat(references("checkout", "search"))
                .isEqualTo(Map.of(
                        "checkout",
                        List.of(
                                new CodeReference("web/src/Shop.java", 12, "if (on(CHECKOUT)) {"),
                                new CodeReference("web", 1, "known to LaunchDarkly by its number only")),
                        "search",
                        List.of()));
        assertThat(server.calls)
                .as("two calls for all, one for the flag that is named")
                .containsExactly(
                        "GET /api/v2/code-refs/repositories",
                        "GET /api/v2/code-refs/statistics/shop",
                        "GET /api/v2/code-refs/repositories");
    }

    @Test
    void nothing_is_known_of_code_that_nobody_scanned() {
        assertThat(references("checkout")).as("the contract does not cover it").isEmpty();
        for (String answer :
                List.of("{\"items\": []}", repository(false, "main", ""), repository(true, "feature-branch", ""))) {
            server.repositories = answer;

            assertThat(references("checkout")).as(answer).isEmpty();
        }
    }

    private WriteOutcome mark(Exposure before, Exposure after, EndMark mark) {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            return flags.write(SCOPE, List.of(new FlagWrite(spec("checkout"), state(before), state(after), mark)))
                    .get(0);
        }
    }

    @Test
    void a_flag_at_its_end_is_deprecated_after_its_users_left_and_restored_when_it_is_not() {
        write(null, percent(100));
        server.comments.clear();

        assertThat(mark(percent(100), percent(75), EndMark.SET).failure()).isNull();
        assertThat(read())
                .isEqualTo(ObservedFlag.present("checkout", state(percent(75))).marked(true));
        assertThat(mark(percent(75), percent(75), EndMark.CLEARED).failure()).isNull();
        assertThat(read().ending()).isFalse();

        assertThat(server.comments)
                .containsExactly("flagctl: serve \"on\" to 75%", "flagctl: deprecate", "flagctl: no longer deprecated");
    }

    @Test
    void a_mark_is_no_change_of_the_environment_and_waits_for_no_approval() {
        write(null, percent(100));
        server.requireApprovals();

        assertThat(mark(percent(100), percent(100), EndMark.SET).failure()).isNull();

        assertThat(read().ending()).isTrue();
        assertThat(server.approvalRequests).isEmpty();
    }

    @Test
    void a_new_flag_is_one_creation_and_one_patch_that_takes_effect_at_once() {
        assertThat(write(null, percent(10)).failure()).isNull();

        assertThat(server.calls).filteredOn(call -> !call.startsWith("GET")).hasSize(2);
        assertThat(production().at("/fallthrough/rollout/variations/1/weight").asInt())
                .as("the treatment stands last")
                .isEqualTo(10_000);
        assertThat(server.flags
                        .get("checkout")
                        .environment("staging")
                        .path("on")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void rules_targets_prerequisites_and_other_environments_survive_a_ramp() {
        write(null, percent(10));
        ObjectNode foreign = JsonMapper.shared().createObjectNode();
        foreign.put("_id", "theirs").put("description", "beta testers").put("variation", 1);
        ObjectNode clause = foreign.putArray("clauses").addObject();
        clause.put("attribute", "plan")
                .put("op", "in")
                .put("negate", false)
                .putArray("values")
                .add("beta");
        ((ArrayNode) production().get("rules")).add(foreign);
        ((ArrayNode) production().get("prerequisites"))
                .addObject()
                .put("key", "login")
                .put("variation", 0);
        ObjectNode target = ((ArrayNode) production().get("targets")).addObject();
        target.put("variation", 1).putArray("values").add("ceo");
        String staging = server.flags.get("checkout").environment("staging").toString();

        Exposure more = Exposure.of(Audience.cohort("employees"), Percent.ALL).union(percent(25));
        assertThat(write(percent(10), more).failure()).isNull();

        assertThat(read().state()).isEqualTo(state(more));
        assertThat(read().foreign())
                .containsExactly(
                        "1 individual targets: on", "needs the flag login", "beta testers, plan in [\"beta\"]: on");
        assertThat(production().at("/rules/0/_id").asString()).isEqualTo("theirs");
        assertThat(server.flags.get("checkout").environment("staging").toString())
                .isEqualTo(staging);
    }

    @Test
    void a_foreign_rule_without_a_clause_overrules_and_is_named() {
        write(null, percent(10));
        ((ArrayNode) production().get("rules"))
                .addObject()
                .put("_id", "all")
                .put("description", "everybody")
                .put("variation", 0)
                .putArray("clauses");

        assertThat(read().overruled()).isEqualTo("rule \"everybody\" without a clause");
    }

    @Test
    void an_environment_with_approvals_waits_for_somebody_and_then_goes_on() {
        write(null, percent(10));
        server.requireApprovals();

        AdapterException waiting = write(percent(10), percent(25)).failure();
        assertThat(waiting.failure()).isEqualTo(Failure.AWAITING);
        assertThat(waiting).hasMessageContaining("approval request request-1, pending");
        assertThat(read().awaits()).isEqualTo("approval request request-1, pending");
        assertThat(read().state()).isEqualTo(state(percent(10)));

        // The same again asks nobody twice.
        assertThat(write(percent(10), percent(25)).failure().failure()).isEqualTo(Failure.AWAITING);
        assertThat(server.approvalRequests).hasSize(1);

        server.review("request-1", "approved");
        assertThat(read().awaits()).isEmpty();
        assertThat(write(percent(10), percent(25)).failure()).isNull();
        assertThat(read().state()).isEqualTo(state(percent(25)));
    }

    @Test
    void the_requests_of_all_flags_are_read_with_one_call() {
        write(null, percent(10));
        server.requireApprovals();
        assertThat(write(percent(10), percent(20)).failure()).isNotNull();
        server.calls.clear();

        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            Map<String, ObservedFlag> found =
                    flags.read(SCOPE, List.of(spec("checkout"), spec("search"), spec("basket")));

            assertThat(found.get("checkout").awaits()).startsWith("approval request request-1");
            assertThat(server.calls)
                    .filteredOn(call -> call.contains("approval-requests"))
                    .containsExactly("GET /api/v2/approval-requests");
        }
    }

    @Test
    void a_used_up_window_is_waited_for_and_nothing_is_done_twice() {
        write(null, percent(10));
        int before = server.changes();
        server.limitNext(1);

        assertThat(write(percent(10), percent(25)).failure()).isNull();

        assertThat(server.changes()).isEqualTo(before + 1);
        assertThat(read().state()).isEqualTo(state(percent(25)));
    }

    @Test
    void a_conflict_is_read_again_and_tried_again_while_the_plan_holds() {
        write(null, percent(10));
        server.conflictNext(1);

        assertThat(write(percent(10), percent(25)).failure()).isNull();
        assertThat(read().state()).isEqualTo(state(percent(25)));
    }

    @Test
    void a_wrong_token_is_forbidden_and_never_shown() {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url(), "wrong-token-4711")) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> flags.read(SCOPE, List.of(spec("checkout"))))
                    .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.FORBIDDEN))
                    .withMessageNotContaining("4711");
            Check check = flags.check(SCOPE).get(0);
            assertThat(check.what()).isEqualTo("token");
            assertThat(check.state()).isEqualTo(Check.State.FAILED);
        }
    }

    @Test
    void a_flag_that_another_environment_serves_is_switched_off_here_and_not_archived() {
        write(null, Exposure.NONE);
        server.flags.get("checkout").environment("staging").put("on", true);

        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            WriteOutcome outcome = flags.write(
                            SCOPE, List.of(new FlagWrite(spec("checkout"), state(Exposure.NONE), null)))
                    .get(0);

            assertThat(outcome.failure()).isNull();
            assertThat(outcome.receipt()).contains("\"checkout\"");
        }
        assertThat(server.flags.get("checkout").json().path("archived").asBoolean())
                .isFalse();
        assertThat(production().path("on").asBoolean()).isFalse();
    }

    @Test
    void who_changed_a_flag_last_is_in_the_audit_log() {
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            assertThat(((FlagAudit) flags)
                            .lastChanges(SCOPE, List.of("checkout"))
                            .get("checkout")
                            .by())
                    .isEqualTo("carol@shop.example");
        }
    }

    @Test
    void a_ramp_evaluated_by_its_own_engine_adds_users_and_a_rollback_takes_the_last_ones_back() {
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        List<Exposure> stages = List.of(
                Exposure.of(Audience.cohort("employees"), Percent.of(50)),
                employees.union(percent(1)),
                employees
                        .union(Exposure.of(Audience.region("eu-west"), Percent.of(10)))
                        .union(percent(1)),
                employees.union(percent(12.345)),
                employees.union(percent(50)),
                Exposure.ALL);
        double[] shares = {0.10, 0.208, 0.2 + 0.8 * 0.055, 0.2 + 0.8 * 0.12345, 0.6, 1};

        List<Set<Integer>> reached = new ArrayList<>();
        @Nullable Exposure before = null;
        for (int i = 0; i < shares.length; i++) {
            Set<Integer> exposed = exposed(before, stages.get(i));

            assertThat(exposed.size() / 10_000.0).as(stages.get(i).toString()).isCloseTo(shares[i], within(0.015));
            if (i > 0) {
                assertThat(exposed).containsAll(reached.get(i - 1));
            }
            reached.add(exposed);
            before = stages.get(i);
        }
        assertThat(exposed(before, stages.get(3))).isEqualTo(reached.get(3));
    }

    @Test
    void users_without_the_unit_get_the_control_at_every_share_but_all() {
        FlagSpec byCompany =
                new FlagSpec("checkout", new Serve("on", "off"), Set.of(Owns.EXPOSURE, Owns.VARIANTS), "", "company");
        FlagState half = byUnit("company", percent(50));
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            assertThat(flags.write(SCOPE, List.of(new FlagWrite(byCompany, null, half)))
                            .get(0)
                            .failure())
                    .isNull();
        }
        List<String> contexts = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            contexts.add("{\"targetingKey\": \"user-%d\"}".formatted(i));
            contexts.add("{\"targetingKey\": \"user-%d\", \"company\": \"company-%d\"}".formatted(i, i));
        }

        List<String> served = LaunchDarklyEngine.evaluate(
                server.flags.get("checkout").json().toString(), "checkout", "production", contexts);

        int exposed = 0;
        for (int i = 0; i < served.size(); i += 2) {
            assertThat(served.get(i)).as("without a company").isEqualTo("false");
            exposed += served.get(i + 1).equals("true") ? 1 : 0;
        }
        assertThat(exposed).isBetween(420, 580);
    }

    @Test
    void a_flag_that_has_the_treatment_first_overrules_shares_by_another_unit_than_the_key() {
        write(null, percent(10));
        ArrayNode variations = (ArrayNode) server.flags.get("checkout").json().get("variations");
        variations.add(variations.remove(0));
        FlagSpec byCompany = new FlagSpec("checkout", new Serve("on", "off"), Set.of(Owns.EXPOSURE), "", "company");

        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            assertThat(flags.read(SCOPE, List.of(byCompany)).get("checkout").overruled())
                    .isEqualTo("order of variations, with the treatment before the control and unit company,");
            assertThat(flags.read(SCOPE, List.of(spec("checkout")))
                            .get("checkout")
                            .overruled())
                    .as("a context is never without its key")
                    .isEmpty();
        }
    }

    @Test
    void a_rule_whose_cohort_is_defined_anew_stays_flagctls_and_goes_with_its_exposure() {
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(null, employees);
        Cohort anew = new Cohort(
                "employees", true, List.of(new Condition("email", Operator.ENDS_WITH, List.of("@shop.test"))));
        FlagScope scope = new FlagScope(SCOPE.environment(), Map.of("employees", anew), SCOPE.regionAttribute());
        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            FlagState otherwise =
                    flags.read(scope, List.of(spec("checkout"))).get("checkout").state();
            assertThat(otherwise.exposure()).hasToString("employees (defined otherwise)");

            FlagWrite writeOver = new FlagWrite(spec("checkout"), otherwise, state(employees));
            assertThat(flags.write(scope, List.of(writeOver)).get(0).failure()).isNull();
            assertThat(production().get("rules").toString())
                    .contains("@shop.test")
                    .doesNotContain("@shop.example");

            FlagState again =
                    flags.read(SCOPE, List.of(spec("checkout"))).get("checkout").state();
            FlagWrite kill = new FlagWrite(spec("checkout"), again, state(Exposure.NONE));
            assertThat(flags.write(SCOPE, List.of(kill)).get(0).failure()).isNull();
        }
        assertThat(production().get("rules")).isEmpty();
    }

    @Test
    void a_rule_for_another_kind_of_context_is_not_flagctls() {
        write(null, Exposure.of(Audience.cohort("employees"), Percent.ALL));
        ObjectNode rule = (ObjectNode) production().at("/rules/0");
        rule.put("description", "");
        ((ObjectNode) rule.at("/clauses/0")).put("contextKind", "organization");

        assertThat(read().foreign()).hasSize(1);
        assertThat(read().state().exposure()).isEqualTo(Exposure.NONE);
    }

    @Test
    void a_flag_that_is_off_is_bucketed_as_its_feature_says() {
        FlagSpec byCompany = new FlagSpec("checkout", new Serve("on", "off"), Set.of(Owns.EXPOSURE), "", "company");
        write(null, Exposure.NONE);
        production().put("on", false);

        try (FlagService flags = LaunchDarklyContractTest.open(server.url())) {
            assertThat(flags.read(SCOPE, List.of(byCompany))
                            .get("checkout")
                            .state()
                            .unit())
                    .isEqualTo("company");
        }
    }

    private static FlagState byUnit(String unit, Exposure exposure) {
        FlagState state = state(exposure);
        return new FlagState(state.variants(), state.treatment(), state.rest(), exposure, unit, state.salt());
    }

    /** Every fifth user is an employee, every second one is in eu-west. */
    private Set<Integer> exposed(@Nullable Exposure before, Exposure after) {
        assertThat(write(before, after).failure()).isNull();
        List<String> contexts = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            contexts.add("{\"targetingKey\": \"user-%d\", \"email\": \"u%d@%s\", \"region\": \"%s\"}"
                    .formatted(i, i, i % 5 == 0 ? "shop.example" : "example.org", i % 2 == 0 ? "eu-west" : "us-east"));
        }
        List<String> served = LaunchDarklyEngine.evaluate(
                server.flags.get("checkout").json().toString(), "checkout", "production", contexts);
        Set<Integer> exposed = new HashSet<>();
        for (int i = 0; i < served.size(); i++) {
            assertThat(served.get(i)).isIn("true", "false");
            if (served.get(i).equals("true")) {
                exposed.add(i);
            }
        }
        return exposed;
    }
}
