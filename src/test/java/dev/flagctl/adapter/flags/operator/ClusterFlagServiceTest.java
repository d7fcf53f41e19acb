// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import dev.flagctl.support.FlagdCore;
import dev.flagctl.support.KubeServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Flags in a real API server: what is not flagctl's stays, what somebody else owns is not taken, and a lost answer is looked up. */
final class ClusterFlagServiceTest {

    private static final FlagScope SCOPE = FlagServiceContract.SCOPE;
    private static final FlagSpec SPEC =
            new FlagSpec("checkout", new Serve("on", "off"), Set.of(Owns.EXPOSURE, Owns.VARIANTS), "One-page checkout");

    /** The patch that docs/adapters/openfeature-operator.md shows. */
    private static final String HAND_OVER = """
            [{"op": "replace", "path": "/metadata/managedFields", "value":
              [{"manager": "flagctl", "operation": "Apply", "apiVersion": "core.openfeature.dev/v1beta1", "fieldsType": "FieldsV1",
                "fieldsV1": {"f:spec": {"f:flagSpec": {"f:flags": {}}}}}]}]
            """;

    private final KubeServer server = KubeServer.shared();
    private final String namespace = Open.newNamespace(server);

    private static FlagState serving(double percent) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", Exposure.of(Percent.of(percent)), "targetingKey", "checkout");
    }

    private WriteOutcome write(@Nullable FlagState before, @Nullable FlagState after) {
        return write(server.url(), before, after);
    }

    private WriteOutcome write(String url, @Nullable FlagState before, @Nullable FlagState after) {
        try (FlagService flags = Open.adapter(url, server, namespace, server.token())) {
            return flags.write(SCOPE, List.of(new FlagWrite(SPEC, before, after)))
                    .get(0);
        }
    }

    private void written(@Nullable FlagState before, @Nullable FlagState after) {
        assertThat(write(before, after).failure()).isNull();
    }

    private ObservedFlag read() {
        try (FlagService flags = Open.adapter(server, namespace, server.token())) {
            return flags.read(SCOPE, List.of(SPEC)).get("checkout");
        }
    }

    private JsonNode resource() {
        return new JsonMapper().readTree(server.client().featureFlag(namespace, Open.NAME));
    }

    private JsonNode flag(String key) {
        return resource().path("spec").path("flagSpec").path("flags").path(key);
    }

    private void merge(String manager, String json) {
        server.client().merge(namespace, Open.NAME, manager, json);
    }

    private static String flags(String json) {
        return "{\"spec\": {\"flagSpec\": {\"flags\": " + json + "}}}";
    }

    @Test
    void what_others_own_stays_as_it_is() {
        written(null, serving(10));
        merge(
                "kubectl-edit",
                "{\"metadata\": {\"annotations\": {\"team\": \"payments\"}, \"labels\": {\"app\": \"shop\"}}}");
        merge(
                "kubectl-edit",
                flags(
                        "{\"search\": {\"state\": \"ENABLED\", \"variants\": {\"a\": \"x\"}, \"defaultVariant\": \"a\"}}"));
        merge("other-tool", flags("{\"checkout\": {\"metadata\": {\"jira\": \"SHOP-1\"}}}"));
        JsonNode search = flag("search");

        written(serving(10), serving(25));
        written(serving(25), serving(0));
        written(serving(0), serving(100));

        assertThat(resource().path("metadata").path("annotations").path("team").asString())
                .isEqualTo("payments");
        assertThat(resource().path("metadata").path("labels").path("app").asString())
                .isEqualTo("shop");
        assertThat(flag("search")).isEqualTo(search);
        assertThat(flag("checkout").path("metadata").path("jira").asString()).isEqualTo("SHOP-1");
    }

    @Test
    void flags_of_two_runs_with_different_features_stay_beside_each_other() {
        written(null, serving(10));
        FlagSpec other = new FlagSpec("search", SPEC.serve(), SPEC.owns(), "");
        try (FlagService flags = Open.adapter(server, namespace, server.token())) {
            assertThat(flags.write(SCOPE, List.of(new FlagWrite(other, null, serving(50))))
                            .get(0)
                            .failure())
                    .isNull();
        }
        written(serving(10), serving(25));

        assertThat(read().state()).isEqualTo(serving(25));
        assertThat(flag("search").isObject()).isTrue();
    }

    @Test
    void the_flag_has_what_the_schemas_want_and_flagds_engine_takes_it() {
        written(null, serving(25));

        assertThat(flag("checkout").path("defaultVariant").asString()).isEqualTo("off");
        assertThat(flag("checkout").has("description")).isFalse();
        String flagSpec = resource().path("spec").path("flagSpec").toString();
        FlagdCore.Answer taken = FlagdCore.ask(flagSpec, "checkout", List.of(Map.of("targetingKey", "user-1")));
        assertThat(taken.refused()).isEmpty();
    }

    @Test
    void what_somebody_turned_up_by_hand_is_seen_and_their_field_is_not_taken() {
        written(null, serving(0));
        merge("kubectl-edit", flags("{\"checkout\": {\"defaultVariant\": \"on\"}}"));

        assertThat(read().state()).isEqualTo(serving(100));
        WriteOutcome corrected = write(serving(100), serving(0));

        assertThat(corrected.failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.failure()).isEqualTo(Failure.REFUSED);
            assertThat(failure.sentence())
                    .contains("the field manager \"kubectl-edit\" owns spec.flagSpec.flags.checkout.defaultVariant")
                    .contains("nothing was changed");
        });
        assertThat(read().state()).isEqualTo(serving(100));
    }

    @Test
    void a_rule_that_somebody_else_owns_would_stay_and_so_nothing_is_sent() {
        written(null, serving(0));
        merge(
                "kubectl-edit",
                flags("{\"checkout\": {\"targeting\": {\"fractional\": [[\"on\", 25], [\"off\", 75]]}}}"));
        String before = Open.version(server, namespace);

        WriteOutcome down = write(serving(25), serving(0));

        assertThat(down.failure())
                .isNotNull()
                .satisfies(
                        failure -> assertThat(failure.sentence())
                                .contains(
                                        "the field manager \"kubectl-edit\" owns a part of the flag \"checkout\" that is to go"));
        assertThat(Open.version(server, namespace)).isEqualTo(before);
    }

    @Test
    void after_a_resource_was_handed_over_flagctl_writes_and_removes_what_nobody_owns() {
        server.client().apply(namespace, Open.NAME, "kubectl", """
                        {"apiVersion": "core.openfeature.dev/v1beta1", "kind": "FeatureFlag", "metadata": {"name": "shop"},
                         "spec": {"flagSpec": {"flags": {"checkout": {"state": "ENABLED", "variants": {"on": true, "off": false},
                           "defaultVariant": "off", "targeting": {"fractional": [["on", 25], ["off", 75]]}}}}}}""");
        assertThat(write(serving(25), serving(0)).failure()).isNotNull();

        server.client()
                .send(
                        "PATCH",
                        "/apis/core.openfeature.dev/v1beta1/namespaces/" + namespace + "/featureflags/shop",
                        "application/json-patch+json",
                        HAND_OVER);

        written(serving(25), serving(0));
        assertThat(flag("checkout").has("targeting")).isFalse();
        written(serving(0), null);
        assertThat(flag("checkout").isMissingNode()).isTrue();
    }

    @Test
    void flags_that_appear_in_an_emptied_resource_are_theirs_who_made_them() {
        written(null, serving(10));
        written(serving(10), null);
        merge(
                "kubectl-edit",
                flags(
                        "{\"search\": {\"state\": \"ENABLED\", \"variants\": {\"a\": \"x\"}, \"defaultVariant\": \"a\"}}"));

        written(null, serving(25));

        // The server forgets names while nobody has applied anything; that search is somebody else's it still knows.
        assertThat(new OwnedFields(resource()).others()).isNotEmpty();
        merge("kubectl-edit", flags("{\"search\": null}"));
        written(serving(25), serving(50));
        assertThat(flag("search").isMissingNode()).isTrue();
    }

    @Test
    void a_change_at_the_same_moment_is_not_overwritten() {
        written(null, serving(10));
        try (FaultProxy proxy = server.proxy()) {
            // Between the read and the apply somebody else comes; the proxy is where that can be arranged.
            proxy.fault(
                    seen -> {
                        boolean apply = seen.method().equals("PATCH");
                        if (apply) {
                            merge("kubectl-edit", flags("{\"checkout\": {\"metadata\": {\"jira\": \"SHOP-1\"}}}"));
                        }
                        return false;
                    },
                    Fault.RESET_BEFORE,
                    1);

            WriteOutcome outcome = write(proxy.url(), serving(10), serving(25));

            assertThat(outcome.failure()).isNotNull().satisfies(failure -> {
                assertThat(failure.failure()).isEqualTo(Failure.TRANSIENT);
                assertThat(failure.sentence()).contains("somebody changed it at the same moment");
            });
        }
        assertThat(read().state()).isEqualTo(serving(10));
    }

    static List<Fault> lost() {
        return List.of(Fault.RESET_AFTER, Fault.statusAfter(502), Fault.TRUNCATED);
    }

    @ParameterizedTest
    @MethodSource("lost")
    void a_lost_answer_after_the_write_is_looked_up(Fault fault) {
        written(null, serving(10));
        try (FaultProxy proxy = server.proxy()) {
            proxy.fault(seen -> seen.method().equals("PATCH"), fault, 1);

            WriteOutcome outcome = write(proxy.url(), serving(10), serving(25));

            assertThat(outcome.failure()).isNull();
            assertThat(proxy.served(seen -> seen.method().equals("PATCH"))).isEqualTo(1);
        }
        assertThat(read().state()).isEqualTo(serving(25));
    }

    @Test
    void a_write_that_never_arrived_has_failed_and_changed_nothing() {
        written(null, serving(10));
        try (FaultProxy proxy = server.proxy()) {
            proxy.fault(seen -> seen.method().equals("PATCH"), Fault.RESET_BEFORE, 10);

            assertThat(write(proxy.url(), serving(10), serving(25)).failure()).isNotNull();
        }
        assertThat(read().state()).isEqualTo(serving(10));
    }

    @Test
    void a_second_write_of_the_same_sends_nothing_that_changes() {
        written(null, serving(25));
        try (FaultProxy proxy = server.proxy()) {
            assertThat(write(proxy.url(), serving(10), serving(25)).failure()).isNull();

            assertThat(proxy.seen()).extracting(FaultProxy.Seen::method).containsExactly("GET");
        }
    }

    @Test
    void a_resource_that_is_not_there_has_no_flags_but_a_cluster_without_the_kind_is_an_error() {
        assertThat(read().presence()).isEqualTo(ObservedFlag.Presence.ABSENT);

        try (FaultProxy proxy = server.proxy();
                FlagService flags = Open.adapter(proxy.url(), server, namespace, server.token())) {
            proxy.fault(seen -> true, Fault.status(404, "404 page not found"), 1);

            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> flags.read(SCOPE, List.of(SPEC)))
                    .withMessageContaining("install the OpenFeature Operator");
        }
    }

    @Test
    void a_namespace_that_is_not_there_is_named() {
        try (FlagService flags = Open.adapter(server, "nowhere", server.token())) {
            WriteOutcome outcome = flags.write(SCOPE, List.of(new FlagWrite(SPEC, null, serving(10))))
                    .get(0);

            assertThat(outcome.failure())
                    .isNotNull()
                    .satisfies(failure -> assertThat(failure.sentence()).contains("there is no namespace \"nowhere\""));
        }
    }

    @Test
    void a_wrong_token_and_one_without_rights_are_told_and_never_shown() {
        for (String token : List.of("wrong-t0ken", server.strangersToken())) {
            try (FlagService flags = Open.adapter(server, namespace, token)) {
                assertThatExceptionOfType(AdapterException.class)
                        .isThrownBy(() -> flags.read(SCOPE, List.of(SPEC)))
                        .withMessageNotContaining(token)
                        .satisfies(failed -> assertThat(failed.failure()).isEqualTo(Failure.FORBIDDEN));
            }
        }
    }

    private List<Check> check(String token) {
        try (FlagService flags = Open.adapter(server, namespace, token)) {
            return flags.check(SCOPE);
        }
    }

    @Test
    void a_check_names_version_rights_and_resource() {
        assertThat(check(server.token()))
                .extracting(Check::what, Check::state)
                .containsExactly(
                        tuple("reachable", Check.State.OK),
                        tuple("clock", Check.State.OK),
                        tuple("version", Check.State.OK),
                        tuple("token", Check.State.OK),
                        tuple("resource", Check.State.WARNING));
    }

    @Test
    void a_check_names_who_else_owns_something() {
        written(null, serving(10));
        merge("kubectl-edit", flags("{\"checkout\": {\"metadata\": {\"jira\": \"SHOP-1\"}}}"));

        assertThat(check(server.token()))
                .anySatisfy(owners -> assertThat(owners.found()).isEqualTo("kubectl-edit own fields of it too"));
    }

    @Test
    void a_check_with_a_token_without_rights_names_the_verbs() {
        assertThat(check(server.strangersToken()))
                .anySatisfy(token ->
                        assertThat(token.found()).isEqualTo("may not get, patch, create FeatureFlags in " + namespace));
    }

    @Test
    void a_check_with_a_wrong_token_says_so() {
        assertThat(check("wrong"))
                .singleElement()
                .satisfies(token -> assertThat(token.what()).isEqualTo("token"));
    }
}
