// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Slice;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An edit that changes what the flag itself says is written before anything else moves. */
final class NewSpecRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        FlagState served = s.served();
        FlagState wanted = s.known().flag();
        if (served == null) {
            return null;
        }
        if (wanted.equals(served)) {
            return s.isRedefined() && s.position().kind() != PositionKind.PAUSED ? redefined(s) : null;
        }
        boolean restarts = !served.exposure().equals(wanted.exposure());
        String because = restarts
                ? "version " + s.feature().version() + " serves something else: the rollout begins again at 0%"
                : "version " + s.feature().version() + " defines the flag anew";
        return Move.of(
                Decision.of(
                        DecisionKind.CORRECT,
                        Reason.NEW_SPEC,
                        because,
                        s.position().stage()),
                s.known());
    }

    /** Whose members change stays paused where it is paused: nothing there reaches anybody new before a person resumes it. */
    private static Move redefined(Situation s) {
        String audiences = Objects.requireNonNull(s.found().state()).exposure().slices().stream()
                .map(Slice::audience)
                .filter(audience -> !audience.equals(audience.asDefined()))
                .map(audience -> audience.asDefined().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        return Move.of(
                Decision.of(
                        DecisionKind.CORRECT,
                        Reason.NEW_SPEC,
                        "defined anew: " + audiences + ", so other users are in it",
                        s.position().stage()),
                s.known());
    }
}
