// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds the guardrails of a feature. */
final class GuardrailBinder {

    static final long MIN_BAD_UNITS = 3;
    static final long MIN_UNITS = 20;
    static final Duration NO_DATA_AFTER = Duration.ofHours(1);

    private static final GuardrailRole[] ROLES = GuardrailRole.values();
    private static final DataDeadline.Action[] ACTIONS = DataDeadline.Action.values();

    private GuardrailBinder() {}

    static List<Guardrail> bind(@Nullable JsonNode list, Site site) {
        if (list == null) {
            return List.of();
        }
        List<Guardrail> guardrails = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            guardrails.add(one(list.get(i), i, site));
        }
        return guardrails;
    }

    private static Guardrail one(JsonNode node, int index, Site site) {
        JsonNode role = node.get("role");
        GuardrailRole bound = role == null ? GuardrailRole.GUARD : Words.get(ROLES, role.asString());
        return new Guardrail(
                Values.need(node, "metric"),
                bound,
                rule(node, index, site),
                Values.number(node, "min-bad-units", MIN_BAD_UNITS),
                Values.number(node, "min-units", MIN_UNITS),
                deadline(node.get("no-data"), bound),
                Values.source(node, site.file()));
    }

    private static Rule rule(JsonNode node, int index, Site site) {
        if (node.has("worse-than")) {
            JsonNode margin = node.get("margin");
            return new Rule.WorseThanControl(margin == null ? 0 : Values.fraction(margin));
        }
        String key = node.has("above") ? "above" : "below";
        double limit = Values.fraction(Values.child(node, key));
        if (limit > 1) {
            site.error(
                    DiagnosticCode.MARGIN,
                    "/spec/guardrails/" + index + "/" + key,
                    key + " is a share of units and at most 1 or 100%",
                    "",
                    "write a fraction such as 0.05, or a percent such as 5%");
        }
        return new Rule.Threshold(limit, key.equals("above"));
    }

    private static DataDeadline deadline(@Nullable JsonNode node, GuardrailRole role) {
        DataDeadline.Action otherwise =
                role == GuardrailRole.CRITICAL ? DataDeadline.Action.ROLL_BACK : DataDeadline.Action.PAUSE;
        if (node == null) {
            return new DataDeadline(NO_DATA_AFTER, otherwise);
        }
        JsonNode action = node.get("action");
        return new DataDeadline(
                Values.duration(node, "after", NO_DATA_AFTER),
                action == null ? otherwise : Words.get(ACTIONS, action.asString()));
    }
}
