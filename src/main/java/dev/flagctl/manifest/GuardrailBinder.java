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
            return worse(node, index, site);
        }
        if (node.has("burn")) {
            return new Rule.Burn("page".equals(Values.need(node, "burn")));
        }
        String key = node.has("above") ? "above" : "below";
        return new Rule.Threshold(Values.fraction(Values.child(node, key)), key.equals("above"));
    }

    private static Rule worse(JsonNode node, int index, Site site) {
        double margin = fraction(node, "margin", 0);
        double tolerance = fraction(node, "tolerance", Double.POSITIVE_INFINITY);
        double detect = fraction(node, "detect", Rule.DETECT);
        boolean control = "control".equals(Values.need(node, "worse-than"));
        String at = "/spec/guardrails/" + index;
        if (tolerance <= margin) {
            site.error(
                    DiagnosticCode.MARGIN,
                    at + "/tolerance",
                    "the tolerance must be above the margin",
                    "",
                    "nothing can be shown to be better than what is already accepted; write a larger tolerance");
            tolerance = Double.POSITIVE_INFINITY;
        }
        if (node.has("detect") && detect <= margin) {
            site.error(
                    DiagnosticCode.MARGIN,
                    at + "/detect",
                    "the harm to be found must be above the margin",
                    "",
                    "what the margin accepts is never found; write a larger detect");
            detect = Double.POSITIVE_INFINITY;
        }
        if (control == node.has("baseline")) {
            site.error(
                    DiagnosticCode.KEYS_CLASH,
                    at + (control ? "/baseline" : "/worse-than"),
                    control ? "the control is the baseline already" : "\"worse-than: baseline\" needs \"baseline\"",
                    "",
                    control ? "take one of them out" : "write the known rate of bad units, such as baseline: 0.5%");
            return new Rule.WorseThanControl(margin);
        }
        return control
                ? new Rule.WorseThanControl(margin, tolerance, detect, fraction(node, "expect", Double.NaN))
                : new Rule.WorseThanBaseline(Values.fraction(Values.child(node, "baseline")), margin, detect);
    }

    private static double fraction(JsonNode node, String key, double otherwise) {
        JsonNode value = node.get(key);
        return value == null ? otherwise : Values.fraction(value);
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
