// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.plan.Change;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Reason;
import dev.flagctl.run.Cancellation;
import java.util.List;
import java.util.Set;

/** Records flags as they were found, so that a plan right after an import has nothing to do. Writes no flag. */
final class Adoption {

    private Adoption() {}

    /** Takes over the flags of features whose manifests were just written; whatever is not simply as the manifest says is left to a plan. */
    static void record(Session session, String environment, Set<String> features) {
        try (Workspace workspace = Workspace.open(session)) {
            PlanScope scope = new PlanScope(List.of(environment), features, false);
            workspace.tick().apply(scope, workspace.identity(), Adoption::onlyFound, event -> {}, new Cancellation());
        }
    }

    private static Plan onlyFound(Plan plan) {
        List<Change> found = plan.changes().stream()
                .filter(change -> change.decision().reason() == Reason.FOUND_AS_WANTED)
                .toList();
        return new Plan(plan.project(), plan.environments(), plan.now(), plan.serial(), found, plan.refusals());
    }
}
