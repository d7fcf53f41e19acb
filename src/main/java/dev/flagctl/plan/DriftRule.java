// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Exposure;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import org.jspecify.annotations.Nullable;

/** A flag that was changed outside flagctl: less exposure is a person's word and stays, more is taken back, the rest is as the manifest says. */
final class DriftRule implements DecisionRule {

    @Override
    public @Nullable Move decide(Situation s) {
        FlagState served = s.served();
        if (served == null || s.position().kind() == PositionKind.ARCHIVED) {
            return null;
        }
        ObservedFlag flag = s.flag();
        if (flag.presence() != ObservedFlag.Presence.PRESENT) {
            return gone(s, served);
        }
        FlagState state = flag.state();
        if (state == null) {
            return hold(s, Reason.UNREADABLE_FLAG, "a flag that can be read: " + flag.unreadable());
        }
        if (state.equals(served)) {
            return null;
        }
        if (!state.exposure().equals(served.exposure())) {
            return exposure(s, served, state);
        }
        return other(s, served, state);
    }

    private static @Nullable Move gone(Situation s, FlagState served) {
        Exposure none = Exposure.NONE;
        if (served.exposure().equals(none) && s.position().kind() == PositionKind.PAUSED) {
            return null;
        }
        return pauseAt(s, served.withExposure(none), "flag " + s.flag().key() + " is gone from the flag service");
    }

    private static Move exposure(Situation s, FlagState served, FlagState state) {
        String change =
                served.exposure() + " → " + state.exposure() + who(s.flag().lastChange());
        if (served.exposure().covers(state.exposure())) {
            return pauseAt(s, state, "turned down outside flagctl, " + change);
        }
        if (state.exposure().covers(served.exposure())) {
            return Move.of(
                            Decision.of(
                                    DecisionKind.CORRECT,
                                    Reason.TURNED_UP_OUTSIDE,
                                    "turned up outside flagctl, " + change + ": taken back",
                                    s.position().stage()),
                            s.known())
                    .serving(s.withServedVariants(served));
        }
        FlagState least = served.withExposure(served.exposure().cappedBy(state.exposure()));
        return pauseAt(s, least, "changed outside flagctl, " + change + ": the lower of both stays");
    }

    private static Move pauseAt(Situation s, FlagState flag, String because) {
        OutsideChange change = s.flag().lastChange();
        Recorded standing = s.standing();
        Recorded after = standing.with(
                Positions.paused(standing.position(), because, change == null ? null : change.by(), s.now()),
                flag,
                standing.specDigest());
        return Move.of(
                        Decision.of(
                                DecisionKind.PAUSE,
                                Reason.TURNED_DOWN_OUTSIDE,
                                because,
                                s.position().stage()),
                        after)
                .serving(s.withServedVariants(flag));
    }

    private static Move other(Situation s, FlagState served, FlagState state) {
        String fields = FieldDiff.of(served, state).stream()
                .map(change -> change.field() + " " + change.before() + " → " + change.after())
                .collect(java.util.stream.Collectors.joining(", "));
        String because = "changed outside flagctl, " + fields + who(s.flag().lastChange());
        return switch (s.feature().drift()) {
            case CORRECT ->
                Move.of(
                        Decision.of(
                                DecisionKind.CORRECT,
                                Reason.CHANGED_OUTSIDE,
                                because + ": put back",
                                s.position().stage()),
                        s.known());
            case ADOPT ->
                Move.of(
                        Decision.of(
                                DecisionKind.CORRECT,
                                Reason.CHANGED_OUTSIDE,
                                because + ": adopted",
                                s.position().stage()),
                        s.standing()
                                .with(
                                        s.standing().position(),
                                        state,
                                        s.standing().specDigest()));
            case HOLD -> hold(s, Reason.CHANGED_OUTSIDE, "a word on what was " + because);
        };
    }

    private static Move hold(Situation s, Reason reason, String waitsFor) {
        Hold hold = new Hold(waitsFor, s.now(), null, s.feature().owner());
        return Move.of(Decision.hold(reason, waitsFor, s.position().stage(), hold), s.standing());
    }

    private static String who(@Nullable OutsideChange change) {
        if (change == null || (change.by() == null && change.at() == null)) {
            return "";
        }
        String by = change.by() == null ? " (no name)" : " by " + change.by();
        return by + (change.at() == null ? "" : " at " + change.at());
    }
}
