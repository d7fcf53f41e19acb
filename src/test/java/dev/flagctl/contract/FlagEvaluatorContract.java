// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.port.Evaluation;
import dev.flagctl.port.FlagEvaluator;
import dev.flagctl.port.FlagScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What every flag evaluator does. */
public interface FlagEvaluatorContract {

    FlagScope SCOPE = FlagServiceContract.SCOPE;

    /** Opens an evaluator before a flag service that serves these flags, by key, as the functions of an evaluation context say. */
    FlagEvaluator serving(Map<String, Function<Map<String, Object>, Evaluation>> flags);

    static Map<String, Object> user(String name, String country) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("targetingKey", name);
        context.put("country", country);
        return context;
    }

    /** Returns a flag that is on for users in Germany. */
    static Evaluation germans(Map<String, Object> context) {
        return "DE".equals(context.get("country"))
                ? new Evaluation("on", true, "TARGETING_MATCH")
                : new Evaluation("off", false, "DEFAULT");
    }

    private List<Evaluation> evaluate(Evaluation served) {
        try (FlagEvaluator evaluator = serving(Map.of("flag", context -> served))) {
            return evaluator.evaluate(SCOPE, "flag", List.of(user("user-1", "DE")));
        }
    }

    @Test
    default void every_context_has_its_evaluation_in_the_order_asked() {
        List<Map<String, Object>> users = new ArrayList<>();
        List<Evaluation> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            users.add(user("user-" + i, i % 3 == 0 ? "DE" : "US"));
            expected.add(germans(users.get(i)));
        }

        try (FlagEvaluator evaluator = serving(Map.of("checkout.new", FlagEvaluatorContract::germans))) {
            assertThat(evaluator.evaluate(SCOPE, "checkout.new", users)).isEqualTo(expected);
        }
    }

    @Test
    default void values_come_in_the_types_that_variants_have() {
        Map<String, Object> layout = new LinkedHashMap<>();
        layout.put("columns", List.of(1L, 2.5, "wide"));
        layout.put("dense", true);

        for (Object value : List.of(true, 3L, -1L << 53, 0.25, "", "dunkel", List.of(1L, "x"), layout)) {
            Evaluation served = new Evaluation("some", value, "STATIC");

            assertThat(evaluate(served)).containsExactly(served);
        }
    }

    @Test
    default void the_default_of_the_code_is_no_value() {
        Evaluation served = new Evaluation(null, null, "DISABLED");

        assertThat(evaluate(served)).containsExactly(served);
    }

    @Test
    default void a_flag_that_is_not_known_is_refused_and_named() {
        try (FlagEvaluator evaluator = serving(Map.of())) {
            assertThatExceptionOfType(AdapterException.class)
                    .isThrownBy(() -> evaluator.evaluate(SCOPE, "checkout", List.of(user("user-1", "DE"))))
                    .withMessageContaining("checkout")
                    .satisfies(failed -> assertThat(failed.failure()).isEqualTo(AdapterException.Failure.REFUSED));
        }
    }

    @Test
    default void without_contexts_there_are_no_evaluations() {
        try (FlagEvaluator evaluator = serving(Map.of("flag", FlagEvaluatorContract::germans))) {
            assertThat(evaluator.evaluate(SCOPE, "flag", List.of())).isEmpty();
        }
    }
}
