// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Project;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.LeaseScope;
import java.util.ArrayList;
import java.util.List;

/** Says what a run locks: what it may write, and nothing else, so that teams do not wait for each other. */
final class LeaseScopes {

    /** More single features than this are locked by their environments: the ledger looks at every scope whenever somebody takes a lease. */
    private static final int MANY = 2000;

    private LeaseScopes() {}

    static List<String> of(Project project, PlanScope scope) {
        boolean everywhere =
                scope.environments().containsAll(project.environments().keySet());
        boolean all = scope.features().isEmpty()
                || scope.features().size() * scope.environments().size() > MANY;
        if (all && everywhere) {
            return List.of(LeaseScope.of(project.name()));
        }
        List<String> scopes = new ArrayList<>();
        for (String environment : scope.environments()) {
            if (all) {
                scopes.add(LeaseScope.of(project.name(), environment));
            } else {
                for (String feature : scope.features()) {
                    scopes.add(LeaseScope.of(project.name(), new FeatureKey(feature, environment)));
                }
            }
        }
        return scopes;
    }
}
