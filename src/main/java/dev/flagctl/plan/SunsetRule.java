// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.PositionKind;
import org.jspecify.annotations.Nullable;

/**
 * A feature whose deprecation date comes while it still rolls out goes no further up: it is deprecated with the users it has. One that a person
 * paused waits for that person.
 */
final class SunsetRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        PositionKind kind = s.position().kind();
        boolean onItsWayUp = (kind == PositionKind.MOVING || kind == PositionKind.ROLLED_BACK)
                && s.position().stage() < s.trajectory().rolloutStages();
        if (!onItsWayUp) {
            return null;
        }
        int wayOut = s.wayOutBegun();
        if (wayOut < 0) {
            return null;
        }
        String because = "its deprecation date has come before its rollout was done: no further exposure";
        return AdvanceRule.enter(s, wayOut, s.position(), Reason.DATE_REACHED, because);
    }
}
