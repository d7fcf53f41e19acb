// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Bake;
import dev.flagctl.model.Cohort;
import dev.flagctl.model.Condition;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Operator;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Serve;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.Stage;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.port.FlagScope;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Ten thousand users, the strategies that are tried on them, and how many of them each stage promises to reach. */
public final class Crowd {

    public static final int USERS = 10_000;
    public static final List<String> REGIONS = List.of("eu-west", "us-east", "ap-south");

    public static final FlagScope SCOPE = new FlagScope(
            new Environment("production", "local", null, false, REGIONS, null),
            Map.of(
                    "employees",
                    new Cohort(
                            "employees",
                            true,
                            List.of(new Condition("email", Operator.ENDS_WITH, List.of("@shop.example")))),
                    "beta",
                    new Cohort("beta", true, List.of(new Condition("plan", Operator.IN, List.of("beta", "early"))))),
            "region");

    /** Every tenth is an employee, every fourth in the beta, a third in each region. */
    public static final List<Map<String, Object>> CONTEXTS = IntStream.range(0, USERS)
            .mapToObj(i -> Map.<String, Object>of(
                    "targetingKey",
                    "user-" + i,
                    "email",
                    "u" + i + (i % 10 == 0 ? "@shop.example" : "@mail.example"),
                    "plan",
                    i % 4 == 0 ? "beta" : "basic",
                    "region",
                    REGIONS.get(i % 3)))
            .toList();

    private Crowd() {}

    /** Returns a strategy of each kind. */
    public static List<Strategy> strategies() {
        return List.of(
                new Strategy.AllAtOnce(Bake.NONE),
                new Strategy.Percentage(Percent.of(37.5), Bake.NONE),
                new Strategy.Linear(Percent.of(20.0), Percent.of(30.0), Percent.ALL, Bake.NONE, Bake.NONE),
                new Strategy.Exponential(Percent.of(1.0), 4, Percent.of(80.0), Bake.NONE, Bake.NONE),
                new Strategy.Auto(100, 0.005, 1, 500, Duration.ofMinutes(3), Duration.ofDays(1), Bake.NONE),
                new Strategy.Canary(List.of(
                        stage("employees", 100),
                        stage(null, 1),
                        stage(null, 10, "eu-west"),
                        stage("beta", 50, "us-east"),
                        stage(null, 10),
                        stage(null, 50),
                        stage(null, 100))),
                new Strategy.Rings(List.of("employees", "beta"), Percent.of(60.0), Bake.NONE, Bake.NONE),
                new Strategy.BlueGreen(List.of(), Bake.NONE, Bake.NONE, List.of()),
                new Strategy.RegionWaves(
                        List.of(List.of("eu-west"), List.of("us-east", "ap-south")),
                        Percent.of(70.0),
                        Bake.NONE,
                        Bake.NONE));
    }

    /** Returns which percentage of all users a stage promises to reach, worked out from who is in which audience. */
    public static double expected(Stage stage) {
        double sum = 0;
        for (int i = 0; i < USERS; i++) {
            sum += share(stage.exposure(), i).fraction();
        }
        return 100 * sum / USERS;
    }

    /** Returns the largest share that an exposure has for the audiences of a user. */
    public static Percent share(Exposure exposure, int user) {
        Percent share = Percent.ZERO;
        for (String cohort : new String[] {user % 10 == 0 ? "employees" : "none", user % 4 == 0 ? "beta" : "none"}) {
            share = Percent.max(share, exposure.shareOf(new Audience(cohort, REGIONS.get(user % 3))));
        }
        return share;
    }

    /** Returns which percentage of all users these are. */
    public static double percent(BitSet users) {
        return 100.0 * users.cardinality() / USERS;
    }

    /** Returns how many were in {@code before} and are not in {@code after}. */
    public static int lost(BitSet before, BitSet after) {
        BitSet lost = (BitSet) before.clone();
        lost.andNot(after);
        return lost.cardinality();
    }

    private static StageSpec stage(@Nullable String cohort, double percent, String... regions) {
        return new StageSpec(cohort, Percent.of(percent), List.of(regions), Bake.NONE, null, List.of(), SourceRef.NONE);
    }

    /** Returns a feature with a boolean flag {@code checkout} that is rolled out so. */
    public static Feature feature(Strategy strategy) {
        return feature(strategy, new Serve("on", "off"));
    }

    /** Returns the same, with a control group as large as the treatment. */
    public static Feature matched(Strategy strategy) {
        return feature(strategy, new Serve("on", "control", "off"));
    }

    private static Feature feature(Strategy strategy, Serve serve) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        if (serve.isMatched()) {
            variants.put("control", false);
        }
        Rollout rollout = new Rollout("production", List.of(), strategy, null, null, null, SourceRef.NONE);
        return new Feature(
                "checkout",
                "1.0.0",
                "team-payments",
                Map.of(),
                "",
                FeatureType.RELEASE,
                "checkout",
                variants,
                serve,
                "targetingKey",
                "checkout",
                Map.of("production", rollout),
                List.of(),
                Risk.DEFAULT,
                OnFailure.DEFAULT,
                DriftAction.HOLD,
                Set.of(Owns.EXPOSURE),
                List.of(),
                null,
                "",
                SourceRef.NONE);
    }
}
