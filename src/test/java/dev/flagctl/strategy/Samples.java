// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.Gate;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Serve;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.model.Trajectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Features, environments and a readable form of trajectories for the tests of this package. */
final class Samples {

    static final Environment PRODUCTION =
            new Environment("production", "local", null, true, List.of("eu-west", "us-east", "ap-south"), null);
    static final SourceRef SOURCE = new SourceRef("checkout.yaml", 7);
    static final Instant DEPRECATE = Instant.parse("2027-01-15T00:00:00Z");
    static final Instant REMOVE = Instant.parse("2027-03-31T00:00:00Z");

    private Samples() {}

    static Feature feature(Strategy strategy) {
        return feature(rollout(strategy), null);
    }

    static Feature feature(Strategy strategy, @Nullable Sunset sunset) {
        return feature(rollout(strategy), sunset);
    }

    static Rollout rollout(Strategy strategy) {
        return new Rollout("production", List.of(), strategy, null, null, null, SOURCE);
    }

    static Feature feature(Rollout rollout, @Nullable Sunset sunset) {
        return new Feature(
                "checkout",
                "1.0.0",
                "team-payments",
                Map.of(),
                "One-page checkout",
                FeatureType.RELEASE,
                "checkout",
                Map.of("on", true, "off", false, "old", false),
                new Serve("on", "off"),
                "targetingKey",
                "checkout",
                Map.of("production", rollout),
                List.of(),
                Risk.DEFAULT,
                OnFailure.DEFAULT,
                DriftAction.HOLD,
                Set.of(Owns.EXPOSURE),
                List.of(),
                sunset,
                "",
                SOURCE);
    }

    static Sunset sunset(Sunset.Outcome outcome, Sunset.@Nullable Successor successor, String... shares) {
        List<Percent> phaseOut = new ArrayList<>();
        for (String share : shares) {
            phaseOut.add(percent(share));
        }
        return new Sunset(
                outcome,
                DEPRECATE,
                REMOVE,
                List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1)),
                successor,
                phaseOut,
                Duration.ofDays(3),
                new Sunset.Require(0, null, Duration.ofDays(7)),
                SOURCE);
    }

    static StageSpec stage(@Nullable String cohort, String percent, String bake, String... regions) {
        return new StageSpec(cohort, percent(percent), List.of(regions), bake(bake), null, List.of(), SOURCE);
    }

    static StageSpec approved(StageSpec stage, String group, HookRef... hooks) {
        return new StageSpec(
                stage.cohort(), stage.percent(), stage.regions(), stage.bake(), group, List.of(hooks), stage.source());
    }

    static Percent percent(String percent) {
        return Percent.of(Double.parseDouble(percent));
    }

    static Bake bake(String time) {
        return Bake.of(DurationText.parse(time));
    }

    /** Returns one line per stage: kind, name, exposure, what the rest gets, bake, gates. */
    static String lines(Trajectory trajectory) {
        StringBuilder text = new StringBuilder();
        for (Stage stage : trajectory.stages()) {
            text.append(stage.kind()).append(" | ").append(stage.name());
            text.append(" | ").append(stage.exposure()).append(" | ").append(stage.rest());
            text.append(" | ").append(bakeText(stage.bake())).append(" | ");
            text.append(gatesText(stage.gates())).append('\n');
        }
        return text.toString().replaceAll("(?m)[ |]+$", "");
    }

    static String bakeText(Bake bake) {
        if (bake.equals(Bake.NONE)) {
            return "-";
        }
        String time = DurationText.format(bake.time());
        return bake.exposures() == 0 ? time : time + " and " + bake.exposures() + " exposures";
    }

    static String gatesText(List<Gate> gates) {
        List<String> words = new ArrayList<>();
        for (Gate gate : gates) {
            words.add(gateText(gate));
        }
        return String.join(", ", words);
    }

    private static String gateText(Gate gate) {
        return switch (gate.kind()) {
            case ENVIRONMENT -> ((Gate.EnvironmentDone) gate).environment() + " done";
            case APPROVAL -> "approval of " + ((Gate.Approval) gate).group();
            case NOT_BEFORE ->
                "not before " + ((Gate.NotBefore) gate).time().toString().replace("T00:00:00Z", "");
            case HOOK ->
                "hook " + ((Gate.HookPasses) gate).hook().adapter() + " "
                        + ((Gate.HookPasses) gate).hook().action();
            case SUCCESSOR -> ((Gate.SuccessorServes) gate).feature() + " serves everybody";
            case UNUSED -> "unused";
        };
    }
}
