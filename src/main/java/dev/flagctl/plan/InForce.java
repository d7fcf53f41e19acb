// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.Feature;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Position;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Serve;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.Trajectories;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec by which a feature is served: the one it was last decided for, until an edit of its manifest is recorded. */
final class InForce {

    private InForce() {}

    /**
     * Returns the spec in force.
     *
     * @param previous the spec that the record is of; null when that is the manifest's, or the ledger has none that can be read. Then the manifest's is taken
     *     for what the record cannot say, but nothing of what is served
     */
    static Feature of(Feature manifest, Recorded recorded, @Nullable Feature previous) {
        if (previous != null) {
            return previous.writtenAt(manifest.source());
        }
        return recorded.specDigest().equals(manifest.specDigest())
                ? manifest
                : manifest.serving(
                        recorded.position().version(), recorded.flag(), serve(recorded.flag()), recorded.specDigest());
    }

    private static Serve serve(FlagState flag) {
        String control = flag.control();
        return control == null
                ? new Serve(flag.treatment(), flag.rest())
                : new Serve(flag.treatment(), control, flag.rest());
    }

    /** Returns the record at its place on a trajectory that is not the one it was made for; what is served stays. */
    static Recorded placed(Feature spec, Trajectory trajectory, Recorded recorded) {
        Position old = recorded.position();
        List<Stage> stages = trajectory.stages();
        boolean fits = old.stage() < 0
                || (old.stage() < stages.size()
                        && stages.get(old.stage()).name().equals(old.stageName()));
        if (fits) {
            return recorded;
        }
        int stage = Trajectories.locate(trajectory, old, recorded.flag().exposure());
        return recorded.with(
                old.at(stage, stage < 0 ? "" : stages.get(stage).name()), recorded.flag(), spec.specDigest());
    }

    /** Tells whether an edit leaves a flag behind that goes on serving users, because it asks for one of another key. */
    static boolean leavesFlagBehind(Recorded recorded, Feature previous, Feature edited) {
        return !previous.flagKey().equals(edited.flagKey())
                && !recorded.flag().exposure().isNone();
    }

    /** Tells whether the verdicts that can stop one spec are those of another one too: the same guardrails, asked about the same users. */
    static boolean isJudgedAs(Feature one, Feature other) {
        return one.flagKey().equals(other.flagKey())
                && one.serve().equals(other.serve())
                && one.risk().equals(other.risk())
                && stopping(one).equals(stopping(other));
    }

    private static List<Guardrail> stopping(Feature feature) {
        return feature.guardrails().stream()
                .filter(each -> each.role().canStop())
                .map(Guardrail::withoutSource)
                .toList();
    }
}
