// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.unleash;

import static dev.flagctl.contract.FlagServiceContract.SCOPE;
import static dev.flagctl.contract.FlagServiceContract.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagSpec;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Serve;
import dev.flagctl.port.FlagService;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.FaultProxy;
import dev.flagctl.support.FaultProxy.Fault;
import dev.flagctl.support.FaultProxy.Seen;
import dev.flagctl.support.UnleashServer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A control group in three kinds of strategies, which cannot be changed at once. */
final class UnleashControlTest {

    private static final String CHECKOUT = "/api/admin/projects/default/features/checkout/environments/production";
    private static final FlagSpec MATCHED = spec(new Serve("on", "control", "off"));
    private static final FlagSpec PLAIN = spec(new Serve("on", "off"));

    private final UnleashServer server = UnleashServer.shared();

    @BeforeEach
    void empty() {
        server.clear();
    }

    private static FlagSpec spec(Serve serve) {
        return new FlagSpec("checkout", serve, Set.of(Owns.EXPOSURE, Owns.VARIANTS), "");
    }

    private static FlagState state(Exposure exposure) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", "new");
        variants.put("off", "old");
        variants.put("control", "old");
        return new FlagState(variants, "on", "off", "control", exposure, "targetingKey", "checkout");
    }

    private static FlagState state(double percent) {
        return state(percent(percent));
    }

    private WriteOutcome write(String url, FlagSpec spec, @Nullable FlagState before, FlagState after) {
        try (FlagService flags = UnleashAdapter.at(url)) {
            return flags.write(SCOPE, List.of(new FlagWrite(spec, before, after)))
                    .get(0);
        }
    }

    private void write(FlagSpec spec, @Nullable FlagState before, FlagState after) {
        assertThat(write(server.url(), spec, before, after).failure())
                .as("%s to %s", before, after)
                .isNull();
    }

    private ObservedFlag read(FlagSpec spec) {
        try (FlagService flags = UnleashAdapter.at(server.url())) {
            return FlagServiceContract.read(flags, spec);
        }
    }

    /** Returns title, share and constraints of each strategy, in the order in which Unleash asks them. */
    private List<String> strategies() {
        List<String> words = new ArrayList<>();
        for (JsonNode each : JsonMapper.shared().readTree(server.send("GET", CHECKOUT + "/strategies", ""))) {
            words.add(each.path("title").asString() + " "
                    + each.at("/parameters/rollout").asString()
                    + (each.path("constraints").isEmpty()
                            ? ""
                            : " of " + each.at("/constraints/0/contextName").asString()));
        }
        return words;
    }

    private String id(String title) {
        for (JsonNode each : JsonMapper.shared().readTree(server.send("GET", CHECKOUT + "/strategies", ""))) {
            if (each.path("title").asString().equals(title)) {
                return each.path("id").asString();
            }
        }
        throw new IllegalStateException("there is no strategy " + title);
    }

    @Test
    void the_treatment_comes_first_then_the_rest_and_the_control_takes_whoever_is_left() {
        write(MATCHED, null, state(10));
        assertThat(strategies()).containsExactly("flagctl 10", "flagctl between 90", "flagctl control 100");

        write(MATCHED, state(10), state(75));
        assertThat(strategies()).containsExactly("flagctl 75", "flagctl between 75", "flagctl control 100");

        Exposure employees = Exposure.of(Audience.cohort("employees"), Percent.ALL);
        write(MATCHED, state(75), state(employees.union(percent(20))));
        assertThat(strategies())
                .containsExactlyInAnyOrder(
                        "flagctl: employees 100 of email", "flagctl 20", "flagctl between 80", "flagctl control 100")
                .endsWith("flagctl between 80", "flagctl control 100");

        write(MATCHED, state(employees.union(percent(20))), state(Exposure.ALL));
        assertThat(strategies()).containsExactly("flagctl 100");
    }

    @Test
    void a_control_group_beside_several_shares_is_refused() {
        Exposure several =
                Exposure.of(Audience.cohort("employees"), Percent.of(40)).union(percent(5));

        assertThat(WantedStrategies.controlRefusal(state(several)))
                .isEqualTo(
                        "Unleash asks strategies in one order for everybody, and a control group beside several shares"
                                + " (40% of employees, 5%) would need one for each audience; expose one audience in part at a time");
    }

    @Test
    void a_control_group_that_somebody_moved_before_the_treatment_hides_it_and_is_moved_back() {
        write(MATCHED, null, state(10));
        server.send(
                "POST",
                CHECKOUT + "/strategies/set-sort-order",
                "[{\"id\":\"%s\",\"sortOrder\":0},{\"id\":\"%s\",\"sortOrder\":1},{\"id\":\"%s\",\"sortOrder\":2}]"
                        .formatted(id("flagctl control"), id("flagctl between"), id("flagctl")));

        FlagState drifted = read(MATCHED).state();
        assertThat(drifted.exposure()).as("everybody is in the control group").isEqualTo(Exposure.NONE);
        assertThat(drifted.rest()).isEqualTo("control");
        write(MATCHED, drifted, state(10));

        assertThat(strategies()).containsExactly("flagctl 10", "flagctl between 90", "flagctl control 100");
    }

    @ParameterizedTest
    @CsvSource({"flagctl between, /parameters/rollout, '\"80\"'", "flagctl control, /parameters/rollout, '\"60\"'"})
    void a_control_group_of_another_size_is_none_and_put_back(String title, String path, String value) {
        write(MATCHED, null, state(10));
        patch(title, path, value);

        FlagState drifted = read(MATCHED).state();
        assertThat(drifted.exposure()).isEqualTo(percent(10));
        assertThat(drifted.control()).isNull();
        assertThat(drifted.rest()).isEqualTo("control");
        write(MATCHED, drifted, state(10));

        assertThat(read(MATCHED).state()).isEqualTo(state(10));
    }

    @Test
    void a_strategy_of_the_rest_that_serves_the_treatment_is_told_and_not_summed() {
        write(MATCHED, null, state(10));
        patch(
                "flagctl between",
                "/variants",
                "[{\"name\":\"on\",\"weight\":1000,\"weightType\":\"variable\",\"stickiness\":\"default\","
                        + "\"payload\":{\"type\":\"string\",\"value\":\"new\"}},"
                        + "{\"name\":\"off\",\"weight\":0,\"weightType\":\"fix\",\"stickiness\":\"default\","
                        + "\"payload\":{\"type\":\"string\",\"value\":\"old\"}},"
                        + "{\"name\":\"control\",\"weight\":0,\"weightType\":\"fix\",\"stickiness\":\"default\","
                        + "\"payload\":{\"type\":\"string\",\"value\":\"old\"}}]");

        assertThat(read(MATCHED).state()).isNull();
        assertThat(read(MATCHED).unreadable()).contains("flagctl between").contains("somebody changed");
    }

    private void patch(String title, String path, String value) {
        server.send(
                "PATCH",
                CHECKOUT + "/strategies/" + id(title),
                "[{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":" + value + "}]");
    }

    /** At each call of a change: what is left is read, is nobody's gain beyond before and after, and the next run ends where it should. */
    @ParameterizedTest
    @CsvSource({
        "10, 20, true",
        "20, 10, true",
        "50, 75, true",
        "75, 20, true",
        "10, 100, true",
        "10, 0, true",
        "10, 10, false",
        "10, 25, false"
    })
    void a_change_that_is_cut_off_at_any_call_is_ended_by_the_next_run(double from, double to, boolean matched) {
        FlagState before = state(from);
        FlagState after = matched ? state(to) : state(to).withoutControl();
        FlagSpec spec = matched ? MATCHED : PLAIN;
        try (FaultProxy proxy = new FaultProxy(server.url())) {
            int cut = 0;
            boolean done = false;
            while (!done) {
                done = cutOff(proxy, spec, before, after, cut++);
            }
            assertThat(cut).as("calls of the change").isGreaterThan(1);
        }
    }

    @Test
    void asking_for_a_control_group_is_ended_by_the_next_run_too() {
        FlagState before = state(10).withoutControl();
        try (FaultProxy proxy = new FaultProxy(server.url())) {
            for (int cut = 0; !cutOff(proxy, MATCHED, before, state(10), cut); cut++) {
                assertThat(cut).isLessThan(10);
            }
        }
    }

    /** Returns whether the change needs no more calls than that. */
    private boolean cutOff(FaultProxy proxy, FlagSpec spec, FlagState before, FlagState after, int calls) {
        server.clear();
        write(spec.serve().isMatched() || before.control() == null ? spec : MATCHED, null, before);
        int[] seen = {0};
        proxy.reset();
        proxy.fault(each -> changes(each) && ++seen[0] > calls, Fault.status(403, "{\"message\":\"no\"}"), 100);

        boolean done = write(proxy.url(), spec, before, after).failure() == null;

        ObservedFlag found = read(spec);
        assertThat(found.unreadable()).as("after %d calls", calls).isEmpty();
        Exposure most = before.exposure().union(after.exposure());
        assertThat(most.covers(found.state().exposure())).isTrue();
        if (!done) {
            assertThat(found.state()).as("after %d calls", calls).isNotEqualTo(after);
        }
        write(spec, found.state(), after);
        assertThat(read(spec).state()).isEqualTo(after);
        boolean dark = after.exposure().isNone();
        int kinds = after.control() == null ? 1 : 3;
        assertThat(strategies())
                .as("none is left over or double")
                .hasSize(dark ? strategies().size() : kinds);
        return done;
    }

    private static boolean changes(Seen seen) {
        return !seen.method().equals("GET")
                && !seen.path().endsWith("/features-batch/export")
                && !seen.path().endsWith("/tags");
    }
}
