// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Position;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import org.jspecify.annotations.Nullable;

/** The bake of a stage begins when clients are seen to serve it, where somebody looks: an exposure that nobody has yet proves nothing. */
final class ClientsRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        Recorded known = s.known();
        if (!known.clients().behind()) {
            return null;
        }
        String unserved = s.unserved();
        if (unserved != null && unserved.isEmpty()) {
            return caughtUp(s, known);
        }
        String why = unserved == null ? "they cannot be asked now" : unserved;
        Hold hold = new Hold(
                "clients that serve what was written: " + why, s.position().since(), null, Hold.BY_ITSELF);
        return Move.of(
                Decision.hold(
                        Reason.CLIENTS_BEHIND,
                        "clients do not serve it yet: " + why,
                        s.position().stage(),
                        hold),
                known);
    }

    private static Move caughtUp(Situation s, Recorded known) {
        Position from = Positions.at(s, s.position().stage(), s.position().kind());
        Recorded after = known.with(from, known.flag(), known.specDigest())
                .withClients(known.clients().withBehind(false));
        Stage stage = s.stage();
        Hold hold = new Hold(
                stage == null ? "its next stage" : "its bake of " + stage.name(),
                s.now(),
                stage == null ? null : s.now().plus(stage.bake().time()),
                Hold.BY_ITSELF);
        return Move.of(
                Decision.hold(
                        Reason.CLIENTS_CAUGHT_UP,
                        "clients serve it now: its bake begins",
                        s.position().stage(),
                        hold),
                after);
    }
}
