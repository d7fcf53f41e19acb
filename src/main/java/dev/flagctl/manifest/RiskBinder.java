// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Risk;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds what a feature says of its risk, its traffic and its harm budget. */
final class RiskBinder {

    private RiskBinder() {}

    /** Returns the risk; the usual one where the feature says none. */
    static Risk bind(@Nullable JsonNode risk) {
        if (risk == null) {
            return Risk.DEFAULT;
        }
        JsonNode alpha = risk.get("alpha");
        JsonNode power = risk.get("power");
        return new Risk(
                alpha == null ? Risk.DEFAULT.alpha() : alpha.asDouble(),
                power == null ? Risk.DEFAULT.power() : power.asDouble(),
                Values.number(risk, "harm-budget", 0),
                risk.has("traffic") ? Values.perSecond(Values.need(risk, "traffic")) : 0,
                Values.duration(risk, "lag", Risk.LAG));
    }
}
