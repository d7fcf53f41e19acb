// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report.plan;

import dev.flagctl.plan.Plan;
import java.util.LinkedHashMap;
import java.util.Map;

/** What later steps of a CI job want to know of a plan. */
public final class PlanOutputs {

    private PlanOutputs() {}

    /** Returns the outputs by name, in order: {@code has-changes, due, holding, rolled-back, refused, plan-digest}. */
    public static Map<String, String> of(Plan plan, PlanCover cover) {
        int due = 0;
        int holding = 0;
        int rolledBack = 0;
        for (PlanCounts counts : PlanCounts.of(plan.environments(), plan.changes())) {
            due += counts.due();
            holding += counts.of(Motion.HOLD);
            rolledBack += counts.of(Motion.ROLL_BACK);
        }
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("has-changes", String.valueOf(due > 0));
        outputs.put("due", String.valueOf(due));
        outputs.put("holding", String.valueOf(holding));
        outputs.put("rolled-back", String.valueOf(rolledBack));
        outputs.put("refused", String.valueOf(plan.refusals().size()));
        outputs.put("plan-digest", cover.digest());
        return outputs;
    }

    /** Returns the outputs as the lines {@code name=value} that {@code $GITHUB_OUTPUT} and dotenv reports take. */
    public static String lines(Plan plan, PlanCover cover) {
        StringBuilder text = new StringBuilder();
        of(plan, cover)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }
}
