// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Gate;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageKind;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import java.util.ArrayList;
import java.util.List;

/** Joins the steps of a strategy to the stages of the way up: each keeps the users of all before it. */
final class RolloutStages {

    private RolloutStages() {}

    static List<Stage> of(Feature feature, Rollout rollout, Environment environment) {
        List<Step> steps = steps(feature, rollout.strategy(), environment);
        StageNames names = new StageNames();
        List<Stage> stages = new ArrayList<>(steps.size());
        Exposure reached = Exposure.NONE;
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            reached = reached.union(step.adds());
            stages.add(new Stage(
                    step.soaks() ? StageKind.SOAK : StageKind.ROLLOUT,
                    names.unique(step.soaks() ? StageNames.SOAK : step.name()),
                    reached,
                    feature.serve().others(),
                    step.bake(),
                    i == 0 ? startGates(rollout, step) : step.gates(),
                    source(rollout, i)));
        }
        return stages;
    }

    static List<Step> steps(Feature feature, Strategy strategy, Environment environment) {
        return switch (strategy.kind()) {
            case ALL_AT_ONCE -> List.of(Step.lastTo(Percent.ALL, Bake.NONE, ((Strategy.AllAtOnce) strategy).soak()));
            case PERCENTAGE -> {
                Strategy.Percentage percentage = (Strategy.Percentage) strategy;
                yield List.of(Step.lastTo(percentage.percent(), Bake.NONE, percentage.soak()));
            }
            case LINEAR -> LinearSteps.of((Strategy.Linear) strategy);
            case EXPONENTIAL -> ExponentialSteps.of((Strategy.Exponential) strategy);
            case CANARY -> CanarySteps.of((Strategy.Canary) strategy);
            case RINGS -> RingsSteps.of((Strategy.Rings) strategy);
            case BLUE_GREEN -> BlueGreenSteps.of((Strategy.BlueGreen) strategy);
            case AUTO -> {
                Strategy.Auto auto = (Strategy.Auto) strategy;
                yield AutoSteps.of(auto, Sizing.of(auto, feature));
            }
            case REGION_WAVES -> RegionWavesSteps.of((Strategy.RegionWaves) strategy, environment.regions());
        };
    }

    /** Returns what the first stage waits for: its own hooks come last, since a hook runs when all else allows the stage. */
    private static List<Gate> startGates(Rollout rollout, Step first) {
        List<Gate> gates = new ArrayList<>();
        if (rollout.notBefore() != null) {
            gates.add(new Gate.NotBefore(rollout.notBefore()));
        }
        for (String environment : rollout.after()) {
            gates.add(new Gate.EnvironmentDone(environment));
        }
        if (rollout.approval() != null && !first.gates().contains(new Gate.Approval(rollout.approval()))) {
            gates.add(new Gate.Approval(rollout.approval()));
        }
        gates.addAll(first.gates());
        return gates;
    }

    private static SourceRef source(Rollout rollout, int step) {
        if (rollout.strategy().kind() != StrategyKind.CANARY) {
            return rollout.source();
        }
        StageSpec spec = ((Strategy.Canary) rollout.strategy()).stages().get(step);
        return spec.source();
    }
}
