// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.diag.RefusedException;
import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Stage;
import dev.flagctl.strategy.Trajectories;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plan of what a person asks for; pure. None of them ever raises exposure.
 *
 * <p>They act on the spec that is in force. What was edited since comes with the next apply: whoever takes exposure back in a hurry must not bring in
 * an edit that nobody has seen planned.
 */
public final class Interventions {

    private final Project project;

    public Interventions(Project project) {
        this.project = project;
    }

    /**
     * Returns the plan of an intervention; nothing is due when the feature stands that way already.
     *
     * @param previous the spec to go back to, or null to stay with the one of the manifest
     * @throws RefusedException when the feature is not known in that environment, or there is no such stage
     */
    public Plan plan(
            Intervention intervention,
            Feature feature,
            String environmentName,
            Observation observation,
            @Nullable Feature previous) {
        Environment environment = project.environments().get(environmentName);
        FeatureKey key = new FeatureKey(feature.name(), environmentName);
        Recorded recorded = observation.recorded().get(key);
        if (environment == null || recorded == null) {
            throw new RefusedException(
                    feature.name() + " has not begun in " + environmentName,
                    "look at flagctl status; flagctl apply begins a feature");
        }
        Situation s = new Situations(project, Map.of(), observation, Map.of()).inForce(feature, environment, recorded);
        Move move = move(s, intervention, previous);
        Change change = new ChangeBuilder(project, false).build(s, move, recorded, observation);
        return new Plan(
                project.name(),
                List.of(environmentName),
                observation.now(),
                observation.serial(),
                List.of(change),
                List.of());
    }

    private static Move move(Situation s, Intervention intervention, @Nullable Feature previous) {
        if (s.position().kind() == PositionKind.ARCHIVED) {
            throw new RefusedException(s.key() + " is archived", "give it a new manifest under a new name");
        }
        return switch (intervention.kind()) {
            case PAUSE -> pause(s, intervention);
            case RESUME -> resume(s, intervention);
            case ROLL_BACK -> rollBack(s, intervention, previous);
            case KILL -> {
                FlagState nobody = s.known().flag().withExposure(Exposure.NONE);
                yield takeBack(s, intervention, -1, nobody, s.withServedVariants(nobody), "killed");
            }
        };
    }

    private static Move pause(Situation s, Intervention asked) {
        if (s.position().kind() == PositionKind.PAUSED) {
            return asIs(s, "it is paused already: " + s.position().reason());
        }
        Position position = Positions.paused(s.position(), asked.reason(), asked.by(), s.now());
        FlagState least = least(s);
        return decided(
                        s,
                        DecisionKind.PAUSE,
                        Reason.ASKED_BY_PERSON,
                        "paused by " + asked.by() + ": " + asked.reason(),
                        position,
                        least)
                .serving(s.withServedVariants(least));
    }

    private static Move resume(Situation s, Intervention asked) {
        PositionKind kind = s.position().kind();
        if (kind != PositionKind.PAUSED && kind != PositionKind.ROLLED_BACK) {
            return asIs(s, "it is not paused");
        }
        FlagState flag = least(s);
        int stage = Trajectories.locate(s.trajectory(), s.position(), flag.exposure());
        Position position = Positions.restarted(
                s.position(),
                s.feature().version(),
                stage,
                s.nameOf(stage),
                s.position().retries(),
                s.now());
        return decided(
                s,
                DecisionKind.CORRECT,
                Reason.ASKED_BY_PERSON,
                "resumed by " + asked.by() + ": " + asked.reason(),
                position,
                flag);
    }

    private static Move rollBack(Situation s, Intervention asked, @Nullable Feature previous) {
        int stage = stage(s, asked);
        FlagState flag = s.flagBackAt(stage);
        FlagState serves = s.withServedVariants(flag);
        if (previous != null) {
            flag = previous.flagWith(least(s).exposure());
            serves = flag;
            stage = here(s);
        }
        String words = previous == null
                ? "rolled back to " + (stage < 0 ? "nobody" : "stage " + s.nameOf(stage))
                : "rolled back to version " + previous.version();
        return takeBack(s, asked, stage, flag, serves, words);
    }

    /**
     * Takes back, and stops there.
     *
     * @param flag what is recorded
     * @param serves what is written: the same, but for variants that somebody changed outside
     */
    private static Move takeBack(
            Situation s, Intervention asked, int stage, FlagState flag, FlagState serves, String words) {
        String because = words + " by " + asked.by() + ": " + asked.reason();
        Position old = s.position();
        boolean stands = old.kind() == PositionKind.PAUSED
                && old.stage() == stage
                && s.known().flag().equals(flag)
                && serves.equals(s.flag().state());
        if (stands) {
            return asIs(s, "it stands there already: " + old.reason());
        }
        Position position = new Position(
                old.version(),
                stage,
                s.nameOf(stage),
                PositionKind.PAUSED,
                s.now(),
                s.now(),
                old.retries(),
                null,
                words + ": " + asked.reason(),
                asked.by(),
                old.told());
        Reason reason = asked.kind() == Intervention.Kind.KILL ? Reason.KILLED_BY_PERSON : Reason.ASKED_BY_PERSON;
        return decided(s, DecisionKind.ROLL_BACK, reason, because, position, flag)
                .serving(serves);
    }

    /** Where the spec in force is not in the ledger, the manifest's may have fewer stages than the position counts. */
    private static int here(Situation s) {
        return Math.min(s.position().stage(), s.trajectory().stages().size() - 1);
    }

    private static int stage(Situation s, Intervention asked) {
        String name = asked.to();
        if (name == null) {
            return Math.max(-1, here(s) - 1);
        }
        List<String> names = s.trajectory().stages().stream().map(Stage::name).toList();
        int stage = names.indexOf(name);
        if (stage < 0 || stage > here(s)) {
            String near = Suggestion.nearest(name, names);
            throw new RefusedException(
                    s.key() + " has no earlier stage \"" + name + "\"",
                    near == null ? "its stages are " + String.join(", ", names) : "did you mean \"" + near + "\"?");
        }
        return stage;
    }

    /** What is recorded, less whatever was turned down outside meanwhile. */
    private static FlagState least(Situation s) {
        FlagState observed = s.flag().state();
        FlagState known = s.known().flag();
        return observed == null
                ? known.withExposure(Exposure.NONE)
                : known.withExposure(known.exposure().cappedBy(observed.exposure()));
    }

    private static Move asIs(Situation s, String because) {
        return Move.of(
                Decision.of(
                        DecisionKind.STEADY,
                        Reason.NOTHING_DUE,
                        because,
                        s.position().stage()),
                s.known());
    }

    private static Move decided(
            Situation s, DecisionKind kind, Reason reason, String because, Position position, FlagState flag) {
        Recorded after = s.known().with(position, flag, s.known().specDigest());
        return Move.of(Decision.of(kind, reason, because, position.stage()), after);
    }
}
