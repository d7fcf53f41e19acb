// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.guardrail.ErrorBudget;
import dev.flagctl.model.BucketSeries;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.RuleKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects how error budgets stand, as metric sources answer. */
final class Budgets {

    private final Map<FeatureKey, List<ErrorBudget>> all = new HashMap<>();

    /** Returns the guardrails of a feature that ask for an error budget and can stop. */
    static List<Guardrail> asked(Feature feature) {
        List<Guardrail> asked = new ArrayList<>();
        for (Guardrail guardrail : feature.guardrails()) {
            if (isAbout(guardrail)) {
                asked.add(guardrail);
            }
        }
        return asked;
    }

    private static boolean isAbout(Guardrail guardrail) {
        return guardrail.rule().kind() == RuleKind.BURN && guardrail.role().canStop();
    }

    /** Keeps an answer, if it is about an error budget. */
    void add(FeatureKey key, Guardrail guardrail, Measure slo, BucketSeries series, @Nullable Instant attempt) {
        if (isAbout(guardrail)) {
            add(key, ErrorBudget.of(guardrail, slo, series, attempt));
        }
    }

    void addUnknown(FeatureKey key, Guardrail guardrail) {
        add(key, ErrorBudget.unknown(guardrail.metric(), DataState.ERROR));
    }

    private void add(FeatureKey key, ErrorBudget budget) {
        all.computeIfAbsent(key, k -> new ArrayList<>()).add(budget);
    }

    Map<FeatureKey, List<ErrorBudget>> all() {
        return all;
    }
}
