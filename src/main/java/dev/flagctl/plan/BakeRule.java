// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Stage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A stage lasts its time and its exposures before the next one is thought of. */
final class BakeRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        Stage stage = s.stage();
        if (stage == null || s.position().kind() != PositionKind.MOVING) {
            return null;
        }
        Instant since = s.position().since();
        Instant baked = since.plus(stage.bake().time());
        if (s.now().isBefore(baked)) {
            return hold(s, Reason.BAKE_TIME, new Hold("its bake of " + stage.name(), since, baked, Hold.BY_ITSELF));
        }
        long wanted = stage.bake().exposures();
        if (wanted > 0 && (s.exposures() == null || s.exposures() < wanted)) {
            String counted = s.exposures() == null ? "nobody counts them" : String.valueOf(s.exposures());
            return hold(
                    s,
                    Reason.BAKE_EXPOSURES,
                    new Hold(wanted + " exposures, " + counted + " so far", since, null, Hold.BY_ITSELF));
        }
        return null;
    }

    private static Move hold(Situation s, Reason reason, Hold hold) {
        return Move.of(Decision.hold(reason, hold.waitsFor(), s.position().stage(), hold), s.known());
    }
}
