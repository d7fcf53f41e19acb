// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.plan;

import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.HarmBudget;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.model.Bake;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.Measure;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Population;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Stage;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Trajectory;
import dev.flagctl.strategy.RampSizes;
import dev.flagctl.strategy.Reach;
import dev.flagctl.strategy.Sizing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Computes what is expected of each stage of a rollout: how long, whom it reaches, what it can show, what it can cost. */
final class Outlooks {

    private static final double SECONDS_A_DAY = 86_400;

    private final Feature feature;
    private final Trajectory trajectory;
    private final @Nullable Population population;
    private final Map<String, Measure> measures;
    private final List<SizedGuardrail> sized;
    private final List<SizedMean> means;

    private Outlooks(
            Feature feature,
            Environment environment,
            Trajectory trajectory,
            @Nullable Judgement judgement,
            Map<String, Measure> measures,
            SizedGuardrail.Arms arms) {
        this.measures = measures;
        this.feature = feature;
        this.trajectory = trajectory;
        this.population = environment.population();
        this.sized = sized(judgement, arms);
        this.means = judgement == null ? List.of() : means(judgement, arms);
    }

    /** Returns an outlook for each stage of the rollout of which something is known, by its index. */
    static Map<Integer, Outlook> of(Situation s) {
        SizedGuardrail.Arms arms = arms(s.feature(), s.before());
        return new Outlooks(s.feature(), s.environment(), s.trajectory(), s.judgement(), s.measures(), arms).all();
    }

    /** Returns the guardrails whose traffic and rate a manifest states, for what must be refused before anything was measured. */
    static List<SizedGuardrail> stated(
            Feature feature, Environment environment, Trajectory trajectory, Map<String, Measure> measures) {
        return new Outlooks(feature, environment, trajectory, null, measures, arms(feature, null)).sized;
    }

    /** Beside a matched control there are users in neither arm; how many follows from the share since the stage was entered. */
    private static SizedGuardrail.Arms arms(Feature feature, @Nullable Recorded recorded) {
        Sizing.Against against = Sizing.Against.of(feature.serve());
        if (recorded == null || recorded.flag().control() == null) {
            return new SizedGuardrail.Arms(against, Instant.MIN, 1);
        }
        Exposure exposure = recorded.flag().exposure();
        Percent share = exposure.slices().size() == 1 ? exposure.everyone() : Percent.ZERO;
        double part = share.isZero() ? 0 : share.fraction() + share.matched().fraction();
        return new SizedGuardrail.Arms(against, recorded.position().since(), part);
    }

    private Map<Integer, Outlook> all() {
        Map<Integer, Outlook> outlooks = new TreeMap<>();
        for (int i = 0; i < trajectory.rolloutStages(); i++) {
            Stage stage = trajectory.stages().get(i);
            List<StageSize> sizes = new ArrayList<>();
            for (SizedGuardrail each : sized) {
                StageSize size = each.size(i);
                if (size != null) {
                    sizes.add(size);
                }
            }
            for (SizedMean each : means) {
                StageSize size = each.size(i);
                if (size != null) {
                    sizes.add(size);
                }
            }
            sizes.sort(Comparator.comparingDouble(StageSize::detects).reversed());
            Long users = users(stage.exposure());
            if (users != null || !sizes.isEmpty()) {
                outlooks.put(i, new Outlook(lasts(stage.bake(), users), users, sizes));
            }
        }
        return outlooks;
    }

    private @Nullable Long users(Exposure exposure) {
        if (population == null) {
            return null;
        }
        Reach reach = Reach.of(exposure, population);
        return reach.unknown().isEmpty() ? reach.users() : null;
    }

    private static Duration lasts(Bake bake, @Nullable Long users) {
        if (users == null || users == 0 || bake.exposures() == 0) {
            return bake.time();
        }
        Duration exposed = Duration.ofSeconds((long) (SECONDS_A_DAY * bake.exposures() / users));
        return exposed.compareTo(bake.time()) > 0 ? exposed : bake.time();
    }

    private List<SizedGuardrail> sized(@Nullable Judgement judgement, SizedGuardrail.Arms arms) {
        Rollout rollout = feature.rollout().get(trajectory.key().environment());
        List<RampSizes.Part> parts = parts();
        if (rollout != null && rollout.strategy() instanceof Strategy.Auto auto) {
            return List.of(SizedGuardrail.of(auto, feature, parts));
        }
        int tests = Guardrail.sharing(feature.guardrails());
        HarmBudget harm = judgement == null ? null : HarmBudget.of(judgement, feature.risk());
        double spent = harm == null ? -1 : harm.spent();
        List<SizedGuardrail> sizes = new ArrayList<>();
        for (int i = 0; i < feature.guardrails().size(); i++) {
            Guardrail guardrail = feature.guardrails().get(i);
            Evidence evidence = judgement == null ? null : evidence(judgement, guardrail);
            Measure measure = evidence == null ? measures.get(guardrail.metric()) : evidence.measure();
            SizedGuardrail each = guardrail.spends()
                    ? SizedGuardrail.of(guardrail, feature.risk(), tests, measure, evidence, spent, arms, parts)
                    : null;
            if (each != null) {
                sizes.add(each);
            }
        }
        return sizes;
    }

    private List<SizedMean> means(Judgement judgement, SizedGuardrail.Arms arms) {
        int tests = Guardrail.sharing(feature.guardrails());
        List<RampSizes.Part> parts = parts();
        List<SizedMean> means = new ArrayList<>();
        for (Guardrail guardrail : feature.guardrails()) {
            SizedMean each = guardrail.spends()
                    ? SizedMean.of(guardrail, feature.risk(), tests, evidence(judgement, guardrail), arms, parts)
                    : null;
            if (each != null) {
                means.add(each);
            }
        }
        return means;
    }

    private static @Nullable Evidence evidence(Judgement judgement, Guardrail guardrail) {
        for (Evidence each : judgement.evidence()) {
            if (each.metric().equals(guardrail.metric())) {
                return each;
            }
        }
        return null;
    }

    private List<RampSizes.Part> parts() {
        List<RampSizes.Part> parts = new ArrayList<>();
        for (int i = 0; i < trajectory.rolloutStages(); i++) {
            Stage stage = trajectory.stages().get(i);
            Long users = users(stage.exposure());
            parts.add(new RampSizes.Part(share(stage.exposure(), users), lasts(stage.bake(), users)));
        }
        return parts;
    }

    /** A cohort or region has the share of all units that it has of all users, where both are stated. */
    private double share(Exposure exposure, @Nullable Long users) {
        if (exposure.slices().size() == 1 && !exposure.everyone().isZero()) {
            return exposure.everyone().fraction();
        }
        return users == null || population == null || population.users() == 0
                ? 0
                : Math.min(1, users / (double) population.users());
    }
}
