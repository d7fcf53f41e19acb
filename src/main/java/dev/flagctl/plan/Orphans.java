// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Features that the ledger knows and no manifest asks for: reported, and not touched. Taking a manifest away asks for a sunset. */
final class Orphans {

    private Orphans() {}

    static List<Change> of(Set<FeatureKey> wanted, Observation observation, PlanScope scope) {
        List<Change> orphans = new ArrayList<>();
        for (Map.Entry<FeatureKey, Recorded> entry : new TreeMap<>(observation.recorded()).entrySet()) {
            FeatureKey key = entry.getKey();
            if (!wanted.contains(key)
                    && scope.includes(key.feature())
                    && scope.environments().contains(key.environment())
                    && entry.getValue().position().kind() != PositionKind.ARCHIVED) {
                orphans.add(orphan(key, entry.getValue(), observation));
            }
        }
        return orphans;
    }

    private static Change orphan(FeatureKey key, Recorded recorded, Observation observation) {
        String waitsFor =
                "its manifest: it is gone, and the flag stays as it is; put it back with a sunset to end the feature";
        Hold hold = new Hold(waitsFor, recorded.position().since(), null, "its author");
        ObservedFlag flag = observation.flags().get(key);
        return new Change(
                key,
                recorded.position().version(),
                "",
                FeatureType.RELEASE,
                SourceRef.NONE,
                ChangeAction.NO_OP,
                Decision.hold(
                        Reason.MANIFEST_GONE, waitsFor, recorded.position().stage(), hold),
                flag == null ? recorded.flag() : flag.state(),
                recorded.flag(),
                recorded,
                recorded,
                new Trajectory(key, recorded.position().version(), List.of()),
                List.of(),
                Impact.UNKNOWN,
                null,
                ControlKind.NONE,
                List.of(),
                List.of());
    }
}
