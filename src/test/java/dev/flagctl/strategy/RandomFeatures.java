// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.Feature;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.model.Sunset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Draws valid features: any strategy, any share a manifest can write, cohorts and regions that overlap and repeat. */
final class RandomFeatures {

    private static final String[] COHORTS = {"employees", "beta", "soak", "sunset", "beta (2)"};
    private static final String[] REGIONS = {"eu-west", "us-east", "ap-south"};

    private final SplittableRandom random;

    RandomFeatures(long seed) {
        random = new SplittableRandom(seed);
    }

    Feature feature(StrategyKind kind) {
        return Samples.feature(strategy(kind), random.nextBoolean() ? sunset() : null);
    }

    Strategy strategy(StrategyKind kind) {
        return switch (kind) {
            case ALL_AT_ONCE -> new Strategy.AllAtOnce(bake());
            case PERCENTAGE -> new Strategy.Percentage(percent(0), bake());
            case LINEAR -> {
                Percent[] ends = ends();
                yield new Strategy.Linear(ends[0], percent(100), ends[1], bake(), bake());
            }
            case EXPONENTIAL -> {
                Percent[] ends = ends();
                double factor = random.nextInt(20) == 0 ? 1e300 : 1.001 + random.nextDouble() * 3;
                yield new Strategy.Exponential(ends[0], factor, ends[1], bake(), bake());
            }
            case AUTO ->
                new Strategy.Auto(
                        Math.pow(10, random.nextDouble(-4, 4)),
                        Math.pow(10, random.nextDouble(-6, -0.3)),
                        Math.pow(10, random.nextDouble(-1.5, 2)),
                        1 + random.nextInt(5000),
                        Duration.ofSeconds(random.nextInt(0, 1000)),
                        Duration.ofMinutes(random.nextInt(1, 10_000)),
                        bake());
            case CANARY -> new Strategy.Canary(stages());
            case RINGS -> new Strategy.Rings(some(COHORTS), percent(0), bake(), bake());
            case BLUE_GREEN -> new Strategy.BlueGreen(hooks(), bake(), bake(), hooks());
            case REGION_WAVES ->
                new Strategy.RegionWaves(List.of(some(REGIONS), some(REGIONS)), percent(0), bake(), bake());
        };
    }

    Sunset sunset() {
        List<Percent> shares = new ArrayList<>();
        for (int at = random.nextInt(1, 100_001); at > 0; at = at < 10 ? 0 : random.nextInt(0, at)) {
            shares.add(new Percent(at));
        }
        shares.add(Percent.ZERO);
        boolean keep = random.nextInt(4) == 0;
        return new Sunset(
                keep ? Sunset.Outcome.KEEP : Sunset.Outcome.REMOVE,
                Samples.DEPRECATE,
                Samples.DEPRECATE.plus(Duration.ofHours(random.nextInt(0, 5000))),
                List.of(Duration.ofDays(random.nextInt(1, 99)), Duration.ofDays(7)),
                random.nextBoolean() ? new Sunset.Successor("v3", Map.of(), random.nextBoolean() ? "old" : null) : null,
                keep ? List.of() : shares,
                bake().time(),
                Sunset.Require.NOTHING,
                Samples.SOURCE);
    }

    Rollout rollout() {
        StrategyKind[] kinds = StrategyKind.values();
        return Samples.rollout(strategy(kinds[random.nextInt(kinds.length)]));
    }

    Percent percent(int least) {
        return switch (random.nextInt(4)) {
            case 0 -> Percent.ALL;
            case 1 -> new Percent(random.nextInt(Math.max(1, least), 1000));
            default -> new Percent(random.nextInt(least, 100_001));
        };
    }

    private Percent[] ends() {
        Percent a = percent(1);
        Percent b = percent(1);
        return new Percent[] {Percent.min(a, b), Percent.max(a, b)};
    }

    private List<StageSpec> stages() {
        List<StageSpec> stages = new ArrayList<>();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            @Nullable String cohort = random.nextBoolean() ? COHORTS[random.nextInt(COHORTS.length)] : null;
            List<String> regions = random.nextInt(3) == 0 ? some(REGIONS) : List.of();
            @Nullable String approval = random.nextInt(4) == 0 ? "leads" : null;
            stages.add(new StageSpec(cohort, percent(0), regions, bake(), approval, hooks(), Samples.SOURCE));
        }
        return stages;
    }

    private List<String> some(String[] names) {
        List<String> some = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            some.add(names[random.nextInt(names.length)]);
        }
        return some;
    }

    private List<HookRef> hooks() {
        return random.nextBoolean() ? List.of() : List.of(new HookRef("ci", "check"));
    }

    private Bake bake() {
        return switch (random.nextInt(4)) {
            case 0 -> Bake.NONE;
            // The longest bake a manifest can write.
            case 1 -> Bake.of(Duration.ofDays(999_999_999L * 7));
            default -> new Bake(Duration.ofMinutes(random.nextInt(1, 10_000)), random.nextInt(0, 9));
        };
    }
}
