// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.goff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.adapter.flags.FlagFormat;
import dev.flagctl.adapter.flags.FlagPath;
import dev.flagctl.adapter.flags.WriteTurns;
import dev.flagctl.contract.FlagServiceContract;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Percent;
import dev.flagctl.port.FlagScope;
import dev.flagctl.port.FlagWrite;
import dev.flagctl.port.WriteOutcome;
import dev.flagctl.support.GoffEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Every comparison with every kind of value, against every kind of attribute: GO Feature Flag's engine serves whom the manifest means, or the plan refuses. */
final class GoffConditionsTest {

    private static final List<Object> VALUES = List.of(
            "de",
            "DE",
            "18",
            "a b",
            "",
            "ü-日本",
            "it's",
            "say \"hi\"",
            "C:\\x",
            "[x]",
            "a,b",
            "%d",
            18L,
            18.5,
            -3L,
            0L,
            1_000_000_000_000L,
            true,
            false);

    @TempDir
    private Path folder;

    private static List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            for (Object value : VALUES) {
                boolean ordered = operator == Operator.AT_LEAST || operator == Operator.BELOW;
                boolean partial = operator == Operator.STARTS_WITH
                        || operator == Operator.ENDS_WITH
                        || operator == Operator.CONTAINS;
                if ((ordered && !(value instanceof Number)) || (partial && !(value instanceof String))) {
                    continue;
                }
                all.add(new Condition("attr", operator, List.of(value)));
                if (operator == Operator.IN || operator == Operator.NOT_IN) {
                    all.add(new Condition("attr", operator, List.of(value, "zz")));
                    all.add(new Condition("attr", operator, List.of(value, 7L)));
                }
            }
        }
        return all;
    }

    private static List<Map<String, Object>> contexts() {
        List<Map<String, Object>> contexts = new ArrayList<>();
        contexts.add(Map.of("targetingKey", "u", "mark", "yes"));
        List<Object> found = new ArrayList<>(VALUES);
        found.addAll(List.of(
                List.of("de"),
                List.of("zz", "18"),
                Map.of("a", 1L),
                "aDe",
                "DEb",
                "ade",
                "deb",
                "x",
                "zz",
                7L,
                17L,
                19L,
                18.4,
                18.0,
                19.5,
                -4L,
                "true",
                "7"));
        found.forEach(value -> contexts.add(Map.of("targetingKey", "u", "mark", "yes", "attr", value)));
        return contexts;
    }

    /** @param also a second condition that every context meets: one that compares a part of a text has all of them said in JSONLogic */
    @ParameterizedTest
    @EnumSource(names = {"EQUALS", "CONTAINS"})
    void the_engine_serves_whom_a_condition_means_or_the_plan_refuses_it(Operator also) {
        List<Condition> conditions = conditions();
        Map<String, Cohort> cohorts = new LinkedHashMap<>();
        List<FlagWrite> writes = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            if (GoffConditions.refusal(conditions.get(i)).isEmpty()) {
                cohorts.put(
                        "c" + i,
                        new Cohort(
                                "c" + i,
                                true,
                                List.of(conditions.get(i), new Condition("mark", also, List.of("yes")))));
                writes.add(new FlagWrite(FlagServiceContract.spec("f" + i), null, served("f" + i, "c" + i)));
            }
        }
        Environment environment = new Environment("production", "flags", null, false, List.of(), null);
        GoffFlagService flags = new GoffFlagService(
                new FlagPath(folder, "flags.json", FlagFormat.JSON), new WriteTurns(new Random(7), length -> {}));

        List<WriteOutcome> outcomes = flags.write(new FlagScope(environment, cohorts, "region"), writes);

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.failure()).isNull());
        List<String> asked = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (FlagWrite write : writes) {
            String key = write.spec().key();
            Condition condition = conditions.get(Integer.parseInt(key.substring(1)));
            for (Map<String, Object> context : contexts()) {
                asked.add(JsonMapper.shared().writeValueAsString(Map.of("key", key, "context", context)));
                expected.add(condition + " with " + context.get("attr") + ": "
                        + (condition.matches(context) ? "on" : "off"));
            }
        }
        List<String> served = GoffEngine.evaluate(folder.resolve("flags.json"), "*", asked);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < served.size(); i++) {
            String question = expected.get(i).substring(0, expected.get(i).lastIndexOf(' ') + 1);
            found.add(question + served.get(i));
        }
        assertThat(different(expected, found)).isEmpty();
    }

    private static List<String> different(List<String> expected, List<String> found) {
        List<String> different = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(found.get(i))) {
                different.add(found.get(i) + ", wanted"
                        + expected.get(i).substring(expected.get(i).lastIndexOf(' ')));
            }
        }
        return different;
    }

    private static FlagState served(String key, String cohort) {
        return new FlagState(
                Map.of("on", true, "off", false),
                "on",
                "off",
                Exposure.of(Audience.cohort(cohort), Percent.ALL),
                "targetingKey",
                key);
    }
}
