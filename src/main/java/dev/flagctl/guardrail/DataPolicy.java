// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.guardrail;

import dev.flagctl.model.DataDeadline.Action;
import dev.flagctl.model.DataState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Missing;
import java.time.Instant;

/**
 * What data that stays away justifies.
 *
 * <p>The manifest names the most that may happen; each state justifies so much and no more, because an outage of the telemetry is no evidence of
 * harm, and a treatment that falls silent beside a busy control is.
 */
final class DataPolicy {

    private DataPolicy() {}

    static DataHold hold(Guardrail guardrail, DataState state, Missing missing, Instant since) {
        Action asked = guardrail.deadline().action();
        Action justified = guardrail.role().canStop() ? justified(state, missing, guardrail.role()) : Action.HOLD;
        Action action = asked.compareTo(justified) <= 0 ? asked : justified;
        return new DataHold(
                guardrail.metric(),
                state,
                missing,
                since,
                since.plus(guardrail.deadline().after()),
                action);
    }

    static Action justified(DataState state, Missing missing, GuardrailRole role) {
        return switch (state) {
            case OK -> Action.HOLD;
            case NO_TRAFFIC -> missing == Missing.TREATMENT ? Action.ROLL_BACK : Action.PAUSE;
            case NO_DATA, STALE ->
                missing != Missing.BOTH && role == GuardrailRole.CRITICAL ? Action.ROLL_BACK : Action.PAUSE;
            case ERROR, PARTIAL, RESET, TOO_FEW -> Action.PAUSE;
        };
    }
}
