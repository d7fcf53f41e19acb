// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli;

import dev.flagctl.cli.analysis.Scenario;
import dev.flagctl.cli.analysis.SimulatedShop;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.plan.Change;
import dev.flagctl.plan.Intervention;
import dev.flagctl.plan.Interventions;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.run.Cancellation;
import dev.flagctl.run.RunResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what people and other environments do to a simulated rollout, at the times of its scenario. */
final class SimulatedHands {

    private final Workspace workspace;
    private final SimulatedShop shop;
    private final FeatureKey key;
    private final @Nullable Instant earlierAt;
    private final @Nullable Instant personAt;
    private boolean finished;
    private boolean intervened;

    SimulatedHands(Workspace workspace, SimulatedShop shop, String environment, Instant began) {
        Scenario scenario = shop.scenario();
        this.workspace = workspace;
        this.shop = shop;
        this.key = new FeatureKey(shop.feature().name(), environment);
        this.earlierAt = shop.earlier().isEmpty() || scenario.earlierAfter() < 0
                ? null
                : began.plus(Duration.ofMinutes(scenario.earlierAfter()));
        this.personAt = scenario.person().isEmpty() ? null : began.plus(Duration.ofMinutes(scenario.personAfter()));
    }

    /** Returns a step that does not pass over what is to be done. */
    Duration until(Duration step, Instant now) {
        Duration shorter = step;
        for (Instant due : new Instant[] {finished ? null : earlierAt, intervened ? null : personAt}) {
            if (due != null && due.isAfter(now) && due.isBefore(now.plus(shorter))) {
                shorter = Duration.between(now, due);
            }
        }
        return shorter;
    }

    /** Brings the environments that come before to their end, when it is time. */
    void finishEarlier(Instant now) {
        if (finished || earlierAt == null || now.isBefore(earlierAt)) {
            return;
        }
        finished = true;
        PlanScope scope = new PlanScope(shop.earlier(), Set.of(), false);
        workspace.tick().apply(scope, workspace.identity(), plan -> plan, event -> {}, new Cancellation());
    }

    /** Returns what a person changed by hand, null while there is nothing to do. */
    @Nullable
    Change intervene(Instant now) {
        if (intervened || personAt == null || now.isBefore(personAt)) {
            return null;
        }
        Intervention asked = new Intervention(
                shop.scenario().person().equals("kill") ? Intervention.Kind.KILL : Intervention.Kind.ROLL_BACK,
                "somebody",
                "simulated",
                null);
        PlanScope scope = new PlanScope(List.of(key.environment()), Set.of(), false);
        Feature feature = workspace.feature(key.feature());
        intervened = true;
        RunResult result = workspace
                .tick()
                .intervene(
                        scope,
                        workspace.identity(),
                        observation -> new Interventions(workspace.project())
                                .plan(asked, feature, key.environment(), observation, null),
                        event -> {},
                        new Cancellation());
        return result.plan().changes().get(0);
    }
}
