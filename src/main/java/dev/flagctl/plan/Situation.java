// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Measure;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.Trajectories;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is known when one feature is decided on.
 *
 * @param recorded what is recorded, brought up to the manifest's spec; null before the first apply
 * @param before what is recorded as the ledger says it; the same as {@code recorded} unless the spec changed
 * @param flag what the flag service says; the rule of a cohort that was defined anew in the manifests counts as that cohort
 * @param found the same as the flag service has it, where such a rule is another audience
 * @param unserved what clients that are behind do not serve yet, empty when they do; null when that is not known
 * @param measures what the metrics of the project measure, by name
 * @param gates answers for the gates of the next stage
 */
record Situation(
        Feature feature,
        Environment environment,
        Trajectory trajectory,
        @Nullable Recorded recorded,
        @Nullable Recorded before,
        ObservedFlag flag,
        ObservedFlag found,
        @Nullable Judgement judgement,
        @Nullable Long exposures,
        @Nullable String unserved,
        Map<String, Measure> measures,
        Gatekeeper gates,
        Instant now) {

    FeatureKey key() {
        return trajectory.key();
    }

    /** Returns what is recorded, for rules that come after the one that begins. */
    Recorded known() {
        if (recorded == null) {
            throw new IllegalStateException(key() + " has not begun");
        }
        return recorded;
    }

    Position position() {
        return known().position();
    }

    /** Returns what the ledger says the flag serves, or null before the first apply. */
    @Nullable
    FlagState served() {
        return before == null ? null : before.flag();
    }

    /** Tells whether the manifest was edited and the edit is not recorded yet: until then another spec is in force. */
    boolean isPending() {
        return recorded != null && before != null && !before.specDigest().equals(recorded.specDigest());
    }

    /**
     * Returns what may be recorded while the flag is left alone. An edit whose flag was not written yet is not recorded either: else the old flag
     * would look like a change from outside, and the edit would be forgotten.
     */
    Recorded standing() {
        Recorded known = known();
        return before == null || before.flag().equals(known.flag()) ? known : before;
    }

    /** Returns what is recorded when it stands like this from now on; what is known of the clients stays. */
    Recorded recordedAs(Position position, FlagState flag) {
        return recorded == null
                ? new Recorded(position, flag, feature.specDigest())
                : recorded.with(position, flag, feature.specDigest());
    }

    /** Returns the stage it stands at, or null before the first and where an edited manifest has no such stage any more. */
    @Nullable
    Stage stage() {
        int index = position().stage();
        return isStage(index) ? trajectory.stages().get(index) : null;
    }

    /** Returns the stage after the one it stands at, or null at the end. */
    @Nullable
    Stage next() {
        int next = recorded == null ? 0 : position().stage() + 1;
        return next < trajectory.stages().size() ? trajectory.stages().get(next) : null;
    }

    /** Tells whether the flag has rules of cohorts or regions that the manifests define otherwise by now. */
    boolean isRedefined() {
        return !flag.equals(found);
    }

    /** Tells whether guardrails watch: on the way up and while it soaks, not before the first user and not after the end. */
    boolean isWatched() {
        if (recorded == null) {
            return false;
        }
        Stage stage = stage();
        boolean rollingOut = stage == null || stage.kind().isRollout();
        PositionKind kind = position().kind();
        return rollingOut
                && !known().flag().exposure().isNone()
                && kind != PositionKind.DONE
                && kind != PositionKind.ARCHIVED;
    }

    /** Tells whether a rolled-back version may try again by itself now. */
    boolean mayRetry() {
        Position position = position();
        return position.kind() == PositionKind.ROLLED_BACK
                && (position.cooldownUntil() == null || !now.isBefore(position.cooldownUntil()))
                && position.retries() < feature.onFailure().retries();
    }

    /** Returns the flag to serve when a stage is entered; whoever is exposed already stays on the way up. */
    FlagState flagAt(int stage) {
        Stage wanted = trajectory.stages().get(stage);
        Exposure now = recorded == null ? Exposure.NONE : recorded.flag().exposure();
        return flagOf(wanted, Trajectories.exposureAt(trajectory, stage, now));
    }

    /** Returns the flag to serve when exposure is taken back to a stage, -1 for nobody; never more than is recorded, nor than is served. */
    FlagState flagBackAt(int stage) {
        if (stage < 0) {
            return feature.flagWith(Exposure.NONE);
        }
        Stage wanted = trajectory.stages().get(stage);
        Exposure least = wanted.exposure().cappedBy(known().flag().exposure());
        FlagState serves = flag.state();
        if (flag.presence() != ObservedFlag.Presence.PRESENT) {
            least = Exposure.NONE;
        } else if (serves != null) {
            least = least.cappedBy(serves.exposure());
        }
        return flagOf(wanted, withoutRedefined(least));
    }

    /** The rule of an audience that is defined otherwise by now cannot be left as it is served, and the new one would reach others: it is left out. */
    private Exposure withoutRedefined(Exposure exposure) {
        FlagState there = found.state();
        if (!isRedefined() || there == null) {
            return exposure;
        }
        Set<Audience> served = new HashSet<>();
        there.exposure().slices().forEach(slice -> served.add(slice.audience()));
        return new Exposure(exposure.slices().stream()
                .filter(slice -> slice.audience().isEveryone() || served.contains(slice.audience()))
                .toList());
    }

    /**
     * Returns what to write when only exposure is taken back to what is recorded: the variants and the hash stay as the flag service has them. Else it could
     * refuse them, and nobody would be taken back.
     */
    FlagState withServedVariants(FlagState back) {
        FlagState serves = flag.state();
        if (serves == null
                || !serves.variants().containsKey(back.treatment())
                || !serves.variants().containsKey(back.rest())) {
            return back;
        }
        String control = back.control();
        return new FlagState(
                serves.variants(),
                back.treatment(),
                back.rest(),
                control != null && serves.variants().containsKey(control) ? control : null,
                back.exposure(),
                serves.unit(),
                serves.salt());
    }

    /** On the way out nothing is compared any more, so nobody is kept in a control. */
    private FlagState flagOf(Stage stage, Exposure exposure) {
        FlagState flag = feature.flagWith(exposure);
        return (stage.kind().isRollout() ? flag : flag.withoutControl()).withRest(stage.rest());
    }

    /** Returns the index of the stage that begins the way out, or -1 when the feature has none or its date has not come. */
    int wayOutBegun() {
        int stage = trajectory.rolloutStages();
        boolean begun = stage > 0
                && stage < trajectory.stages().size()
                && gates.ask(trajectory.stages().get(stage)).isOpen();
        return begun ? stage : -1;
    }

    String nameOf(int stage) {
        return isStage(stage) ? trajectory.stages().get(stage).name() : "";
    }

    private boolean isStage(int index) {
        return index >= 0 && index < trajectory.stages().size();
    }
}
