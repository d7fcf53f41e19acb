// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static dev.flagctl.contract.FlagServiceContract.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.diag.AdapterException;
import dev.flagctl.diag.AdapterException.Failure;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.EndMark;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.ObservedFlag.Presence;
import dev.flagctl.model.Operator;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.Check;
import dev.flagctl.port.FlagAudit;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagUsage;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.FoundFlag;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import dev.flagctl.support.UnleashServer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is special about Unleash: flags that are there, strategies of others, and the traps of its API. */
final class UnleashFlagsTest {

    private static final String FEATURES = "/api/admin/projects/default/features";
    private static final String CHECKOUT = FEATURES + "/checkout/environments/production";

    private final UnleashServer server = UnleashServer.shared();

    @BeforeEach
    void empty() {
        server.clear();
    }

    private FlagService open() {
        return UnleashAdapter.at(server.url());
    }

    private static FlagState state(Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagState(variants, "on", "off", exposure, "targetingKey", "checkout");
    }

    private ObservedFlag read() {
        try (FlagService flags = open()) {
            return FlagServiceContract.read(flags, "checkout");
        }
    }

    private WriteOutcome write(@Nullable FlagState before, @Nullable FlagState after) {
        try (FlagService flags = open()) {
            return FlagServiceContract.write(flags, "checkout", before, after);
        }
    }

    /** Makes the flag as people do in Unleash. */
    private void made(String... strategies) {
        server.send("POST", FEATURES, "{\"name\":\"checkout\",\"description\":\"by hand\"}");
        for (String strategy : strategies) {
            server.send("POST", CHECKOUT + "/strategies", strategy);
        }
    }

    private void on() {
        server.send("POST", CHECKOUT + "/on", "");
    }

    private static String gradual(String title, String rollout, String more) {
        return "{\"name\":\"flexibleRollout\",\"title\":\"" + title + "\",\"parameters\":{\"rollout\":\"" + rollout
                + "\",\"stickiness\":\"default\",\"groupId\":\"checkout\"}" + more + "}";
    }

    private static final String GERMANS =
            ",\"constraints\":[{\"contextName\":\"country\",\"operator\":\"IN\",\"values\":[\"DE\"]}]";

    @Test
    void a_flag_that_people_made_is_taken_over_as_it_is_and_titled_by_the_first_write() {
        made(gradual("", "30", ""));
        on();
        long before = server.changes();

        assertThat(read().state()).isEqualTo(state(percent(30)));
        assertThat(write(state(percent(30)), state(percent(30))).failure()).isNull();
        assertThat(server.changes()).as("nothing was touched").isEqualTo(before);

        assertThat(write(state(percent(30)), state(percent(40))).failure()).isNull();
        String strategies = server.send("GET", CHECKOUT + "/strategies", "");
        assertThat(strategies).contains("\"title\":\"flagctl\"", "\"rollout\":\"40\"", "\"stickiness\":\"default\"");
        assertThat(server.count("feature_strategies", "true")).isEqualTo(1);
        assertThat(server.count("events", "type = 'feature-strategy-update'"))
                .as("one change")
                .isEqualTo(1);
    }

    @Test
    void a_flag_that_has_no_strategy_in_this_environment_is_not_there_yet() {
        made();

        assertThat(read().presence()).isEqualTo(Presence.ABSENT);
        assertThat(write(null, state(percent(10))).failure()).isNull();
        assertThat(read().state()).isEqualTo(state(percent(10)));
        assertThat(server.send("GET", FEATURES + "/checkout", "")).contains("by hand");
    }

    @Test
    void strategies_of_others_survive_and_are_told() {
        made(gradual("Germans", "50", GERMANS));
        on();

        ObservedFlag found = read();
        assertThat(found.state()).isEqualTo(state(Exposure.NONE));
        assertThat(found.foreign()).containsExactly("strategy \"Germans\" 50%, country IN DE");
        assertThat(found.overruled()).isEmpty();
        String before = strategiesOfOthers();

        assertThat(write(state(Exposure.NONE), state(percent(10))).failure()).isNull();
        assertThat(write(state(percent(10)), state(percent(20))).failure()).isNull();
        assertThat(read().state()).isEqualTo(state(percent(20)));
        assertThat(write(state(percent(20)), state(Exposure.NONE)).failure()).isNull();

        assertThat(read().state()).isEqualTo(state(Exposure.NONE));
        assertThat(strategiesOfOthers()).isEqualTo(before);
        assertThat(server.send("GET", FEATURES + "/checkout", ""))
                .as("it stays on for those whom the others serve")
                .containsPattern("\"name\":\"production\",[^}]*\"enabled\":true");
    }

    private String strategiesOfOthers() {
        for (JsonNode each : new JsonMapper().readTree(server.send("GET", CHECKOUT + "/strategies", ""))) {
            if (each.path("title").asString("").equals("Germans")) {
                return each.toString();
            }
        }
        return "gone";
    }

    @Test
    void a_segment_that_people_made_stays_in_the_strategies_of_others_over_every_write() {
        String name = "germans-" + System.nanoTime();
        int segment = new JsonMapper()
                .readTree(
                        server.send(
                                "POST",
                                "/api/admin/segments",
                                "{\"name\":\"" + name
                                        + "\",\"constraints\":[{\"contextName\":\"country\",\"operator\":\"IN\",\"values\":[\"DE\"]}]}"))
                .path("id")
                .asInt();
        made(gradual("Germans", "100", ",\"segments\":[" + segment + "]"));
        on();

        assertThat(read().foreign()).containsExactly("strategy \"Germans\" 100%, segment \"" + name + "\"");
        assertThat(read().overruled())
                .as("it serves the users of a segment only")
                .isEmpty();
        String before = strategiesOfOthers();
        assertThat(before).contains("\"segments\":[" + segment + "]");

        assertThat(write(state(Exposure.NONE), state(percent(10))).failure()).isNull();
        assertThat(write(state(percent(10)), state(percent(20))).failure()).isNull();
        assertThat(write(state(percent(20)), state(Exposure.NONE)).failure()).isNull();

        assertThat(strategiesOfOthers()).isEqualTo(before);
    }

    @Test
    void a_segment_that_somebody_put_on_a_strategy_of_flagctl_is_a_drift_and_taken_off() {
        int segment = new JsonMapper()
                .readTree(
                        server.send(
                                "POST",
                                "/api/admin/segments",
                                "{\"name\":\"berlin-" + System.nanoTime()
                                        + "\",\"constraints\":[{\"contextName\":\"city\",\"operator\":\"IN\",\"values\":[\"Berlin\"]}]}"))
                .path("id")
                .asInt();
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(null, state(employees));
        String id = own("flagctl: employees").path("id").asString();
        server.send(
                "PATCH",
                CHECKOUT + "/strategies/" + id,
                "[{\"op\":\"add\",\"path\":\"/segments\",\"value\":[" + segment + "]}]");

        FlagState drifted = read().state();
        assertThat(drifted.exposure()).hasToString("employees (defined otherwise)");
        assertThat(write(drifted, state(employees)).failure()).isNull();

        assertThat(read().state()).isEqualTo(state(employees));
        assertThat(own("flagctl: employees").path("segments").size()).isZero();
    }

    private JsonNode own(String title) {
        for (JsonNode each : new JsonMapper().readTree(server.send("GET", CHECKOUT + "/strategies", ""))) {
            if (each.path("title").asString("").equals(title)) {
                return each;
            }
        }
        throw new AssertionError("no strategy " + title);
    }

    private static FlagState leaving() {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", "old");
        variants.put("off", "none");
        variants.put("next", "new");
        return new FlagState(variants, "on", "next", percent(75), "targetingKey", "checkout");
    }

    @Test
    void a_rest_that_somebody_disabled_is_a_drift_and_enabled_again() {
        FlagState leaving = leaving();
        write(null, leaving);
        String id = own("flagctl rest").path("id").asString();
        server.send(
                "PATCH",
                CHECKOUT + "/strategies/" + id,
                "[{\"op\":\"replace\",\"path\":\"/disabled\",\"value\":true}]");

        FlagState drifted = read().state();
        assertThat(drifted).isEqualTo(leaving.withRest("off"));
        assertThat(write(drifted, leaving).failure()).isNull();

        assertThat(read().state()).isEqualTo(leaving);
        assertThat(own("flagctl rest").path("disabled").asBoolean()).isFalse();
    }

    @Test
    void a_rest_that_somebody_moved_before_the_others_is_a_drift_and_moved_back() {
        FlagState leaving = leaving();
        write(null, leaving);
        String rest = own("flagctl rest").path("id").asString();
        String other = own("flagctl").path("id").asString();
        server.send(
                "POST",
                CHECKOUT + "/strategies/set-sort-order",
                "[{\"id\":\"" + rest + "\",\"sortOrder\":0},{\"id\":\"" + other + "\",\"sortOrder\":1}]");

        FlagState drifted = read().state();
        assertThat(drifted.exposure()).as("everybody gets the successor").isEqualTo(Exposure.NONE);
        assertThat(write(drifted, leaving).failure()).isNull();

        assertThat(read().state()).isEqualTo(leaving);
        assertThat(own("flagctl rest").path("sortOrder").asInt())
                .isGreaterThan(own("flagctl").path("sortOrder").asInt());
    }

    @Test
    void a_strategy_that_serves_everybody_overrules_flagctl_by_name() {
        made(gradual("flagctl", "10", ""), gradual("Everybody now", "100", ""));
        on();

        ObservedFlag found = read();

        assertThat(found.state()).isEqualTo(state(percent(10)));
        assertThat(found.overruled()).isEqualTo("strategy \"Everybody now\" 100%");
    }

    @Test
    void with_targeting_owned_the_strategies_of_others_go() {
        made(gradual("Germans", "50", GERMANS));
        on();
        FlagSpec owner = new FlagSpec(
                "checkout", new Serve("on", "off"), Set.of(Owns.EXPOSURE, Owns.VARIANTS, Owns.TARGETING), "");

        try (FlagService flags = open()) {
            assertThat(flags.write(SCOPE, List.of(new FlagWrite(owner, state(Exposure.NONE), state(percent(10)))))
                            .get(0)
                            .failure())
                    .isNull();
        }

        assertThat(read().foreign()).isEmpty();
        assertThat(read().state()).isEqualTo(state(percent(10)));
    }

    @Test
    void what_flagctl_cannot_say_is_not_readable_and_says_why() {
        made(gradual("flagctl", "25.5", ""));
        on();
        assertThat(read().unreadable()).contains("25.5%", "no whole percent");

        empty();
        made(gradual("", "10", ""), gradual("", "20", ""));
        assertThat(read().unreadable()).contains("2 strategies", "give that one the title \"flagctl\"");

        empty();
        made(gradual("flagctl", "10", "").replace("\"default\"", "\"random\""));
        assertThat(read().unreadable()).contains("random");

        empty();
        made(gradual("flagctl", "10", GERMANS));
        assertThat(read().unreadable()).contains("somebody changed");

        empty();
        made(
                gradual("flagctl", "10", ""),
                gradual("flagctl: in eu-west", "10", "").replace("\"groupId\":\"checkout\"", "\"groupId\":\"other\""));
        assertThat(read().unreadable()).contains("buckets users differently");
        AdapterException failure = write(state(percent(10)), state(percent(20))).failure();
        assertThat(failure).isNotNull();
        assertThat(failure.failure()).isEqualTo(Failure.REFUSED);
    }

    @Test
    void a_cohort_that_was_defined_otherwise_is_a_drift_and_put_right() {
        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(null, state(employees));
        FlagScope redefined = new FlagScope(
                SCOPE.environment(),
                Map.of(
                        "employees",
                        new Cohort(
                                "employees",
                                false,
                                List.of(
                                        new Condition("email", Operator.ENDS_WITH, List.of("@shop.example")),
                                        new Condition("email", Operator.ENDS_WITH, List.of("@shop.test")),
                                        new Condition("badge", Operator.AT_LEAST, List.of(100L))))),
                "region");

        try (FlagService flags = open()) {
            ObservedFlag found =
                    flags.read(redefined, List.of(spec("checkout"))).get("checkout");
            FlagState drifted = found.state();
            assertThat(drifted).isNotNull();
            assertThat(drifted.exposure()).hasToString("employees (defined otherwise)");
            assertThat(flags.write(redefined, List.of(new FlagWrite(spec("checkout"), drifted, state(employees))))
                            .get(0)
                            .failure())
                    .isNull();
            assertThat(flags.read(redefined, List.of(spec("checkout")))
                            .get("checkout")
                            .state())
                    .isEqualTo(state(employees));
        }

        assertThat(server.count("feature_strategies", "title = 'flagctl: employees'"))
                .as("one list of e-mails, one comparison")
                .isEqualTo(2);
    }

    @Test
    void what_unleash_cannot_express_is_refused_and_nothing_is_written() {
        Map<String, Object> inverted = Map.of("on", false, "off", true);
        Map<FlagState, String> impossible = Map.of(
                state(percent(12.5)),
                "whole percents only",
                new FlagState(inverted, "on", "off", percent(10), "targetingKey", "s"),
                "let the treatment be true",
                new FlagState(state(percent(1)).variants(), "on", "off", percent(10), "random", "s"),
                "bucket by another attribute");

        impossible.forEach((state, word) -> {
            AdapterException failure = write(null, state).failure();

            assertThat(failure).isNotNull().hasMessageContaining(word);
            assertThat(failure.failure()).isEqualTo(Failure.REFUSED);
        });
        assertThat(server.count("features", "true")).isZero();
    }

    @Test
    void a_condition_that_holds_without_the_attribute_is_refused() {
        FlagScope scope = new FlagScope(
                SCOPE.environment(),
                Map.of(
                        "abroad",
                        new Cohort("abroad", true, List.of(new Condition("country", Operator.NOT_IN, List.of("DE"))))),
                "region");

        try (FlagService flags = open()) {
            AdapterException failure = flags.write(
                            scope,
                            List.of(new FlagWrite(
                                    spec("checkout"),
                                    null,
                                    state(Exposure.of(Audience.cohort("abroad"), Percent.ALL)))))
                    .get(0)
                    .failure();

            assertThat(failure).isNotNull().hasMessageContaining("without the attribute");
            assertThat(flags.capabilities().audiences().operators())
                    .doesNotContain(Operator.NOT_IN, Operator.NOT_EQUALS)
                    .hasSize(Operator.values().length - 2);
        }
    }

    @Test
    void a_flag_that_another_environment_still_serves_is_only_switched_off_here() {
        write(null, state(percent(10)));
        String staging = FEATURES + "/checkout/environments/development";
        server.send("POST", staging + "/strategies", gradual("flagctl", "100", ""));
        server.send("POST", staging + "/on", "");

        WriteOutcome first = write(state(percent(10)), null);

        assertThat(first.failure()).isNull();
        assertThat(first.receipt()).contains("\"rollout\":\"10\"");
        assertThat(read().presence()).isEqualTo(Presence.PRESENT);
        assertThat(read().state()).isEqualTo(state(Exposure.NONE));

        server.send("POST", staging + "/off", "");
        assertThat(write(state(Exposure.NONE), null).failure()).isNull();
        assertThat(read().presence()).isEqualTo(Presence.ARCHIVED);
    }

    @Test
    void a_flag_that_others_still_serve_is_not_archived() {
        made(gradual("flagctl", "0", ""), gradual("Germans", "50", GERMANS));
        on();

        AdapterException failure = write(state(Exposure.NONE), null).failure();

        assertThat(failure).isNotNull().hasMessageContaining("still served by the strategy \"Germans\"");
        assertThat(read().presence()).isEqualTo(Presence.PRESENT);
    }

    @Test
    void an_archived_flag_is_revived_and_only_then_switched_on() {
        write(null, state(percent(50)));
        write(state(percent(50)), null);
        assertThat(read().presence()).isEqualTo(Presence.ARCHIVED);

        assertThat(write(null, state(percent(5))).failure()).isNull();

        assertThat(read().state()).isEqualTo(state(percent(5)));
        assertThat(server.count("feature_strategies", "true")).isEqualTo(1);
    }

    @Test
    void a_new_flag_takes_three_changing_calls_and_a_change_of_share_takes_one() {
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            FlagServiceContract.write(flags, "checkout", null, state(percent(10)));

            assertThat(proxy.seen())
                    .extracting(seen -> seen.method() + " " + seen.path().replaceAll(".*/", ""))
                    .containsExactly(
                            "POST export",
                            "GET overview",
                            "POST features",
                            "POST strategies",
                            "POST export",
                            "PUT tags",
                            "POST on",
                            "POST export");

            proxy.reset();
            FlagServiceContract.write(flags, "checkout", state(percent(10)), state(percent(25)));
            assertThat(proxy.seen())
                    .extracting(seen -> seen.method() + (seen.path().contains("/strategies/") ? " a strategy" : ""))
                    .containsExactly("POST", "PATCH a strategy", "POST");

            proxy.reset();
            FlagServiceContract.write(flags, "checkout", state(percent(25)), state(Exposure.NONE));
            assertThat(proxy.seen()).hasSize(3);
            assertThat(proxy.seen().get(1).path()).endsWith("/off");
        }
    }

    @Test
    void all_flags_that_are_written_get_a_tag_with_one_call_and_tags_of_others_stay() {
        made(gradual("", "30", ""));
        on();
        server.send("POST", "/api/admin/features/checkout/tags", "{\"type\":\"simple\",\"value\":\"payments\"}");
        List<FlagWrite> writes = List.of(
                new FlagWrite(spec("checkout"), state(percent(30)), state(percent(40))),
                new FlagWrite(spec("search"), null, state(percent(10))),
                new FlagWrite(spec("basket"), null, state(Exposure.NONE)));

        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            assertThat(flags.write(SCOPE, writes)).allMatch(outcome -> outcome.failure() == null);

            assertThat(proxy.seen())
                    .filteredOn(seen -> seen.path().endsWith("/tags"))
                    .as("those that were there first, then those that had to be made")
                    .hasSizeBetween(1, 2);
            for (String key : List.of("checkout", "search", "basket")) {
                assertThat(tags(key)).contains("flagctl");
            }
            assertThat(tags("checkout")).contains("payments");

            proxy.reset();
            flags.write(SCOPE, List.of(new FlagWrite(spec("checkout"), state(percent(40)), state(percent(50)))));
            assertThat(proxy.seen()).noneMatch(seen -> seen.path().endsWith("/tags"));
        }
    }

    private List<String> tags(String key) {
        String answer = server.send("GET", "/api/admin/features/" + key + "/tags", "");
        return new JsonMapper()
                .readTree(answer).path("tags").values().stream()
                        .map(tag -> tag.path("value").asString())
                        .toList();
    }

    private WriteOutcome marked(FlagService flags, Exposure before, Exposure after, EndMark mark) {
        return flags.write(SCOPE, List.of(new FlagWrite(spec("checkout"), state(before), state(after), mark)))
                .get(0);
    }

    @Test
    void flags_at_their_end_are_marked_as_stale_with_one_call_that_is_read_back() {
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            FlagState ten = state(percent(10));
            List<FlagWrite> writes = List.of(
                    new FlagWrite(spec("checkout"), ten, ten, EndMark.SET),
                    new FlagWrite(spec("search"), ten, ten, EndMark.SET));
            FlagServiceContract.write(flags, "checkout", null, ten);
            FlagServiceContract.write(flags, "search", null, ten);
            proxy.reset();

            assertThat(flags.write(SCOPE, writes)).allMatch(outcome -> outcome.failure() == null);

            assertThat(proxy.seen())
                    .extracting(seen -> seen.method() + " " + seen.path().replaceAll(".*/", ""))
                    .containsExactly("POST export", "POST stale", "POST export");
            assertThat(server.send("GET", FEATURES + "/checkout", "")).contains("\"stale\":true");
            proxy.reset();
            flags.write(SCOPE, writes);
            assertThat(proxy.seen()).as("reads only").hasSize(1);
        }
    }

    @Test
    void a_mark_that_cannot_be_set_fails_when_it_was_all_and_not_when_users_left() {
        write(null, state(percent(10)));
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            proxy.fault(
                    seen -> seen.path().endsWith("/stale"),
                    Fault.status(403, "{\"name\":\"PermissionError\",\"permissions\":[\"UPDATE_FEATURE\"]}"),
                    Integer.MAX_VALUE);

            AdapterException failure =
                    marked(flags, percent(10), percent(10), EndMark.SET).failure();
            assertThat(failure).isNotNull().hasMessageContaining("UPDATE_FEATURE");

            WriteOutcome leaving = marked(flags, percent(10), percent(5), EndMark.SET);
            assertThat(leaving.failure()).as("the users are gone").isNull();
            assertThat(leaving.receipt()).startsWith("written, but its mark as stale is not: ");
        }
        assertThat(read()).isEqualTo(ObservedFlag.present("checkout", state(percent(5))));
    }

    @Test
    void a_mark_whose_answer_was_lost_is_found_by_reading() {
        write(null, state(percent(10)));
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            proxy.fault(seen -> seen.path().endsWith("/stale"), Fault.RESET_AFTER, Integer.MAX_VALUE);

            assertThat(marked(flags, percent(10), percent(10), EndMark.SET).failure())
                    .isNull();
        }
        assertThat(read().ending()).isTrue();
    }

    @Test
    void a_flag_that_is_as_wanted_is_not_tagged() {
        made(gradual("", "30", ""));
        on();

        assertThat(write(state(percent(30)), state(percent(30))).failure()).isNull();

        assertThat(tags("checkout")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void a_tag_that_cannot_be_given_keeps_no_flag_from_being_written_and_the_ledger_says_so(Fault fault) {
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            proxy.fault(seen -> seen.path().endsWith("/tags"), fault, Integer.MAX_VALUE);

            WriteOutcome outcome = FlagServiceContract.write(flags, "checkout", null, state(percent(10)));

            assertThat(outcome.failure()).isNull();
            assertThat(outcome.receipt()).startsWith("written, but not tagged: ");
            assertThat(proxy.seen())
                    .filteredOn(seen -> seen.path().endsWith("/tags"))
                    .as("it is tried once")
                    .hasSize(1);
        }
        assertThat(read().state()).isEqualTo(state(percent(10)));
    }

    static List<Fault> a_tag_that_cannot_be_given_keeps_no_flag_from_being_written_and_the_ledger_says_so() {
        return List.of(
                Fault.status(403, "{\"name\":\"PermissionError\",\"permissions\":[\"UPDATE_FEATURE\"]}"),
                Fault.status(404, "{\"name\":\"NotFoundError\"}"),
                Fault.page(500),
                Fault.RESET_BEFORE,
                Fault.RESET_AFTER);
    }

    @Test
    void a_flag_that_the_write_of_another_environment_made_at_the_same_moment_is_used() {
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            proxy.watch(seen -> {
                if (seen.path().equals(FEATURES)) {
                    made();
                }
            });

            assertThat(FlagServiceContract.write(flags, "checkout", null, state(percent(10)))
                            .failure())
                    .isNull();
        }
        assertThat(read().state()).isEqualTo(state(percent(10)));
    }

    @Test
    void a_flag_that_somebody_made_for_this_environment_at_the_same_moment_is_refused() {
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            proxy.watch(seen -> {
                if (seen.path().equals(FEATURES)) {
                    made(gradual("", "5", ""));
                    on();
                }
            });

            AdapterException failure = FlagServiceContract.write(flags, "checkout", null, state(percent(10)))
                    .failure();

            assertThat(failure).isNotNull().hasMessageContaining("it is there, and the plan saw none");
        }
        assertThat(read().state()).isEqualTo(state(percent(5)));
    }

    @Test
    void whatever_number_of_flags_is_read_with_one_call() {
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            FlagServiceContract.write(flags, "checkout", null, state(percent(10)));
            FlagServiceContract.write(flags, "search", null, state(percent(20)));
            proxy.reset();

            flags.read(SCOPE, List.of(spec("checkout"), spec("search"), spec("missing")));

            assertThat(proxy.seen()).hasSize(1);
        }
    }

    @Test
    void less_exposure_comes_before_more() {
        try (FaultProxy proxy = new FaultProxy(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            FlagServiceContract.write(flags, "up", null, state(percent(10)));
            FlagServiceContract.write(flags, "down", null, state(percent(20)));
            proxy.reset();

            flags.write(
                    SCOPE,
                    List.of(
                            new FlagWrite(spec("up"), state(percent(10)), state(percent(30))),
                            new FlagWrite(spec("down"), state(percent(20)), state(percent(5)))));

            assertThat(proxy.seen())
                    .filteredOn(seen -> seen.method().equals("PATCH"))
                    .extracting(seen -> seen.path().replaceAll(".*/features/(\\w+)/.*", "$1"))
                    .containsExactly("down", "up");
        }
    }

    @Test
    void a_project_or_an_environment_that_is_not_there_is_never_an_empty_answer() {
        for (Map<String, Object> settings : List.<Map<String, Object>>of(
                Map.of("url", server.url(), "project", "nowhere"),
                Map.of("url", server.url(), "environments", Map.of("production", "prod")))) {
            try (FlagService flags = UnleashAdapter.with(settings)) {
                assertThatExceptionOfType(AdapterException.class)
                        .isThrownBy(() -> FlagServiceContract.read(flags, "checkout"))
                        .satisfies(thrown -> assertThat(thrown.failure()).isEqualTo(Failure.REFUSED));
                assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> flags.list(SCOPE));
                assertThat(flags.check(SCOPE)).anyMatch(check -> check.state() == Check.State.FAILED);
            }
        }
    }

    @Test
    void environments_can_have_other_names_in_unleash() {
        FlagScope staging =
                new FlagScope(new Environment("staging", "prod", null, false, List.of(), null), Map.of(), "region");
        try (FlagService flags =
                UnleashAdapter.with(Map.of("url", server.url(), "environments", Map.of("staging", "development")))) {
            flags.write(staging, List.of(new FlagWrite(spec("checkout"), null, state(percent(10)))));

            assertThat(flags.read(staging, List.of(spec("checkout")))
                            .get("checkout")
                            .state())
                    .isEqualTo(state(percent(10)));
        }
        assertThat(read().presence()).as("production has no strategy of it").isEqualTo(Presence.ABSENT);
    }

    @Test
    void who_changed_a_flag_outside_and_when_is_known() {
        write(null, state(percent(10)));
        server.send("POST", FEATURES + "/checkout/environments/development/on", "");
        Instant before = Instant.now().minusSeconds(5);
        server.send("POST", CHECKOUT + "/off", "");
        server.send("POST", FEATURES + "/checkout/environments/development/off", "");

        try (FlagService flags = open()) {
            Map<String, OutsideChange> changes = ((FlagAudit) flags).lastChanges(SCOPE, List.of("checkout", "unknown"));

            assertThat(changes).containsOnlyKeys("checkout");
            OutsideChange change = changes.get("checkout");
            assertThat(change.by()).isNotBlank();
            assertThat(change.at()).isAfter(before);
            assertThat(change.reference()).matches("event \\d+ \\(feature-environment-disabled\\)");
        }
    }

    @Test
    void evaluations_that_applications_report_are_counted_and_silence_is_not_zero() {
        write(null, state(percent(10)));
        write(null, state(percent(10)));
        try (FlagService flags = open()) {
            FlagUsage usage = (FlagUsage) flags;
            assertThat(usage.evaluations(SCOPE, List.of("checkout"), Duration.ofHours(24)))
                    .as("no application ever reported it")
                    .isEmpty();

            server.reportUsage("checkout", 7, 3);

            assertThat(usage.evaluations(SCOPE, List.of("checkout"), Duration.ofHours(24)))
                    .containsEntry("checkout", 10L);
            assertThat(usage.evaluations(SCOPE, List.of("checkout"), Duration.ofDays(400)))
                    .as("nobody counts as far back")
                    .isEmpty();
        }
    }

    @Test
    void doctor_sees_what_is_there_and_what_the_token_may_do() {
        try (FlagService flags = open()) {
            assertThat(flags.check(SCOPE))
                    .extracting(Check::what)
                    .containsExactly("reachable", "clock", "version", "token", "environment", "limits");
            assertThat(flags.check(SCOPE)).allMatch(check -> check.state() == Check.State.OK);
        }
    }

    @Test
    void doctor_says_that_a_token_for_applications_is_of_the_wrong_kind() {
        try (FlagService flags =
                UnleashAdapter.with(Map.of("url", server.url(), "token", UnleashServer.CLIENT_TOKEN))) {
            List<Check> checks = flags.check(SCOPE);

            assertThat(checks).singleElement().satisfies(check -> {
                assertThat(check.what()).isEqualTo("token");
                assertThat(check.state()).isEqualTo(Check.State.FAILED);
                assertThat(check.found())
                        .contains("the token is for applications")
                        .doesNotContain(UnleashServer.CLIENT_TOKEN);
            });
        }
    }

    @Test
    void doctor_says_when_nobody_is_there() {
        try (FlagService flags = UnleashAdapter.at("http://127.0.0.1:1")) {
            assertThat(flags.check(SCOPE))
                    .singleElement()
                    .satisfies(check -> assertThat(check.what()).isEqualTo("reachable"));
        }
    }

    /** What Unleash Enterprise answers to everything that would change an environment under change requests; the open source one has none. */
    private static FaultProxy underChangeRequests(String url) {
        FaultProxy proxy = new FaultProxy(url);
        proxy.fault(
                seen -> !seen.method().equals("GET") && seen.path().contains("/environments/production/"),
                Fault.status(
                        403,
                        "{\"name\":\"PermissionError\",\"message\":\"You need a permission\",\"permissions\":[\"SKIP_CHANGE_REQUEST\"]}"),
                Integer.MAX_VALUE);
        return proxy;
    }

    @Test
    void an_environment_under_change_requests_is_waited_for_and_says_what_to_do() {
        write(null, state(percent(10)));
        try (FaultProxy proxy = underChangeRequests(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            long before = server.changes();
            for (Exposure wanted : List.of(percent(20), percent(5), Exposure.NONE)) {
                AdapterException failure = FlagServiceContract.write(
                                flags, "checkout", state(percent(10)), state(wanted))
                        .failure();

                assertThat(failure)
                        .isNotNull()
                        .hasMessageContaining("checkout")
                        .hasMessageContaining("nothing in it was changed")
                        .hasMessageContaining("SKIP_CHANGE_REQUEST");
                assertThat(failure.failure()).isEqualTo(Failure.AWAITING);
            }
            assertThat(server.changes()).isEqualTo(before);
        }
        assertThat(read().state()).isEqualTo(state(percent(10)));
    }

    @Test
    void a_new_flag_under_change_requests_is_made_once_and_waits_for_its_environment() {
        try (FaultProxy proxy = underChangeRequests(server.url());
                FlagService flags = UnleashAdapter.at(proxy.url())) {
            for (int run = 0; run < 2; run++) {
                AdapterException failure = FlagServiceContract.write(flags, "checkout", null, state(percent(10)))
                        .failure();

                assertThat(failure).isNotNull();
                assertThat(failure.failure()).isEqualTo(Failure.AWAITING);
                assertThat(server.changes()).as("the flag itself").isEqualTo(1);
            }
        }
        assertThat(read().presence()).isEqualTo(Presence.ABSENT);

        assertThat(write(null, state(percent(10))).failure()).isNull();
    }

    @Test
    void what_import_finds_are_flags_with_their_arms() {
        made(gradual("", "100", ""));
        on();
        server.send("POST", FEATURES, "{\"name\":\"bare\"}");
        write(
                "colour",
                "{\"name\":\"flexibleRollout\",\"title\":\"\",\"parameters\":{\"rollout\":\"100\",\"stickiness\":\"userId\",\"groupId\":\"colour\"},"
                        + "\"variants\":[{\"name\":\"blue\",\"weight\":1000,\"weightType\":\"variable\",\"stickiness\":\"userId\",\"payload\":{\"type\":\"string\",\"value\":\"#00f\"}},"
                        + "{\"name\":\"red\",\"weight\":0,\"weightType\":\"fix\",\"stickiness\":\"userId\",\"payload\":{\"type\":\"string\",\"value\":\"#f00\"}}]}");

        try (FlagService flags = open()) {
            List<FoundFlag> found = flags.list(SCOPE);

            assertThat(found).extracting(FoundFlag::key).containsExactly("bare", "checkout", "colour");
            assertThat(found).extracting(FoundFlag::enabled).containsExactly(false, true, true);
            assertThat(found.get(1))
                    .isEqualTo(
                            new FoundFlag("checkout", "by hand", Map.of("on", true, "off", false), "on", false, true));
            assertThat(found.get(2).variants()).isEqualTo(Map.of("blue", "#00f", "red", "#f00"));
            assertThat(found.get(2).served()).isEqualTo("blue");
        }
    }

    private void write(String key, String strategy) {
        server.send("POST", FEATURES, "{\"name\":\"" + key + "\"}");
        server.send("POST", FEATURES + "/" + key + "/environments/production/strategies", strategy);
        server.send("POST", FEATURES + "/" + key + "/environments/production/on", "");
    }
}
