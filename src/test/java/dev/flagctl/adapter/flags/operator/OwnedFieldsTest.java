// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an apply must name, and what it cannot take away; ClusterFlagServiceTest shows the same with a real server. */
final class OwnedFieldsTest {

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }

    private static JsonNode resource(String flags, String... managers) {
        return json("{\"metadata\": {\"managedFields\": [" + String.join(", ", managers)
                + "]}, \"spec\": {\"flagSpec\": {\"flags\": " + flags + "}}}");
    }

    private static String owns(String manager, String operation, String flags) {
        return "{\"manager\": \"%s\", \"operation\": \"%s\", \"fieldsV1\": {\"f:spec\": {\"f:flagSpec\": {\"f:flags\": %s}}}}"
                .formatted(manager, operation, flags);
    }

    private static JsonNode applied(JsonNode live, String wanted) {
        return new OwnedFields(live).applied(resource(wanted)).path("flagSpec").path("flags");
    }

    @Test
    void what_is_owned_is_named_again_and_what_is_not_is_named_when_it_changes() {
        JsonNode live = resource(
                "{\"a\": {\"state\": \"ENABLED\", \"defaultVariant\": \"off\"}, \"b\": {\"state\": \"ENABLED\"}}",
                owns("flagctl", "Apply", "{\"f:a\": {\"f:defaultVariant\": {}}}"));

        assertThat(
                        applied(
                                live,
                                "{\"a\": {\"state\": \"ENABLED\", \"defaultVariant\": \"off\"}, \"b\": {\"state\": \"DISABLED\"}}"))
                .isEqualTo(json("{\"a\": {\"defaultVariant\": \"off\"}, \"b\": {\"state\": \"DISABLED\"}}"));
    }

    @Test
    void a_list_is_named_as_a_whole() {
        JsonNode live = resource(
                "{\"a\": {\"targeting\": {\"if\": [1, 2]}}}",
                owns("flagctl", "Apply", "{\"f:a\": {\"f:targeting\": {\"f:if\": {}}}}"));

        assertThat(applied(live, "{\"a\": {\"targeting\": {\"if\": [1, 3]}}}"))
                .isEqualTo(json("{\"a\": {\"targeting\": {\"if\": [1, 3]}}}"));
    }

    @Test
    void who_owns_nothing_but_that_a_map_is_there_does_not_own_its_entries() {
        JsonNode live = resource("{\"a\": {\"state\": \"ENABLED\"}}", owns("flagctl", "Apply", "{}"));

        assertThat(applied(live, "{\"a\": {\"state\": \"ENABLED\"}}")).isEqualTo(json("{}"));
    }

    @Test
    void what_flagctl_wrote_otherwise_than_by_apply_counts_as_somebody_elses() {
        JsonNode live = resource("{\"a\": {\"x\": 1}}", owns("flagctl", "Update", "{\"f:a\": {\"f:x\": {}}}"));

        assertThat(applied(live, "{\"a\": {\"x\": 1}}")).isEqualTo(json("{}"));
        assertThat(new OwnedFields(live).others()).containsExactly("flagctl");
    }

    @Test
    void what_is_to_go_is_held_by_those_who_own_it() {
        JsonNode live = resource(
                "{\"a\": {\"x\": 1, \"y\": {\"z\": 2}}, \"b\": {\"x\": 1}}",
                owns("flagctl", "Apply", "{\"f:a\": {\"f:x\": {}, \"f:y\": {\"f:z\": {}}}}"),
                owns("kubectl", "Update", "{\"f:a\": {\"f:y\": {\"f:z\": {}}}, \"f:b\": {\"f:x\": {}}}"),
                owns("argo", "Apply", "{\"f:b\": {\"f:x\": {}}}"));
        OwnedFields fields = new OwnedFields(live);

        assertThat(fields.holders(resource("{\"a\": {\"y\": {\"z\": 2}}}"), "a"))
                .isEmpty();
        assertThat(fields.holders(resource("{\"a\": {\"x\": 1}}"), "a")).containsExactly("kubectl");
        assertThat(fields.holders(resource("{\"a\": {\"x\": 1}}"), "b")).containsExactly("argo", "kubectl");
    }

    @Test
    void what_is_to_go_and_nobody_owns_must_be_owned_first() {
        JsonNode live = resource("{\"a\": {\"x\": 1, \"y\": 2}}", owns("flagctl", "Apply", "{\"f:a\": {\"f:x\": {}}}"));
        OwnedFields fields = new OwnedFields(live);

        assertThat(fields.mustAdopt(resource("{\"a\": {\"y\": 2}}"), "a")).isFalse();
        assertThat(fields.mustAdopt(resource("{\"a\": {\"x\": 1}}"), "a")).isTrue();
        assertThat(fields.adopting(List.of("a")).path("flagSpec").path("flags"))
                .isEqualTo(json("{\"a\": {\"x\": 1, \"y\": 2}}"));
    }
}
