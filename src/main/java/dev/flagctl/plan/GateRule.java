// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Stage;
import org.jspecify.annotations.Nullable;

/** The next stage is entered only when all its gates are open; a date on the way out is nothing to worry about. */
final class GateRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        Stage next = s.next();
        if (next == null || AdvanceRule.finishesRollout(s)) {
            return null;
        }
        GateAnswer gate = s.gates().ask(next);
        if (gate.isOpen()) {
            return null;
        }
        int stage = s.position().stage();
        if (gate.reason() == Reason.GATE_DATE && !next.kind().isRollout()) {
            String because = next.name() + " on " + gate.until();
            return Move.of(Decision.of(DecisionKind.STEADY, Reason.GATE_DATE, because, stage), s.known());
        }
        Hold hold = new Hold(gate.waitsFor(), s.position().since(), gate.until(), gate.releasedBy());
        return Move.of(Decision.hold(gate.reason(), gate.waitsFor(), stage, hold), s.known());
    }
}
