// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.report;

import dev.flagctl.guardrail.Bound;
import dev.flagctl.guardrail.Correction;
import dev.flagctl.guardrail.Counts;
import dev.flagctl.guardrail.Evidence;
import dev.flagctl.guardrail.Judgement;
import dev.flagctl.guardrail.Statistic;
import dev.flagctl.guardrail.TestKind;
import dev.flagctl.guardrail.Verdict;
import dev.flagctl.model.AdapterSpec;
import dev.flagctl.model.Arm;
import dev.flagctl.model.Audience;
import dev.flagctl.model.Bake;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DataState;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Environment;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.FlagState;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.Measure;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Population;
import dev.flagctl.model.Position;
import dev.flagctl.model.PositionKind;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Serve;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import dev.flagctl.plan.Observation;
import dev.flagctl.plan.Plan;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.plan.Planner;
import dev.flagctl.strategy.Trajectories;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The shop of the design pages: features in every situation, planned by the real planner at one afternoon in November. */
public final class Shop {

    public static final Instant NOW = Instant.parse("2026-11-23T13:02:00Z");

    private static final Instant YESTERDAY = Instant.parse("2026-11-22T09:00:00Z");

    private final List<Feature> features = new ArrayList<>();
    private final Map<FeatureKey, Recorded> recorded = new TreeMap<>();
    private final Map<FeatureKey, ObservedFlag> flags = new HashMap<>();
    private final Map<FeatureKey, Judgement> judgements = new HashMap<>();
    private final Map<FeatureKey, Long> exposures = new HashMap<>();
    private final Map<FeatureKey, Feature> previous = new HashMap<>();

    /** Returns the plan of production with a change of every sort. */
    public static Plan plan() {
        return busy().plan(List.of("production"));
    }

    /** Returns a shop with a feature in every situation and {@code 31} that rest. */
    public static Shop busy() {
        return new Shop()
                .advancing()
                .created()
                .phasingOut()
                .turnedUp()
                .turnedDown()
                .waitingForApproval()
                .coolingDown()
                .resting(31);
    }

    /** Returns what is planned for the environments. */
    public Plan plan(List<String> environments) {
        return new Planner(project()).plan(features, world(), new PlanScope(environments, Set.of(), false));
    }

    /** Returns the world that a plan is made from. */
    public Observation world() {
        return new Observation(
                NOW,
                214,
                recorded,
                flags,
                Map.of(),
                judgements,
                exposures,
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                previous,
                Map.of());
    }

    public Map<String, Feature> features() {
        Map<String, Feature> byName = new TreeMap<>();
        features.forEach(feature -> byName.put(feature.name(), feature));
        return byName;
    }

    /** The second stage has baked, and no guardrail fails. */
    public Shop advancing() {
        Feature feature = checkout("1.2.0", "new");
        previous.put(key(feature), checkout("1.1.0", "old"));
        Exposure exposure =
                Exposure.of(Audience.cohort("employees"), Percent.ALL).union(Exposure.of(percent(1)));
        at(feature, "old", 1, PositionKind.MOVING, NOW.minus(Duration.ofMinutes(34)), null, "", exposure);
        exposures.put(key(feature), 6_112L);
        judgements.put(key(feature), judgement(0.1));
        return add(feature);
    }

    /** The same rollout, some way on, with a guardrail that fails. */
    public Shop failing() {
        Feature feature = checkout("1.2.0", "new");
        at(
                feature,
                "new",
                2,
                PositionKind.MOVING,
                NOW.minus(Duration.ofMinutes(17)),
                null,
                "",
                Exposure.of(Audience.cohort("employees"), Percent.ALL).union(Exposure.of(percent(10))));
        exposures.put(key(feature), 1_104L);
        Evidence errors = evidence("http-errors", GuardrailRole.CRITICAL, Verdict.FAIL, 1_104, 4, 20, 29.3);
        judgements.put(
                key(feature),
                new Judgement(Verdict.FAIL, Math.log(29.3), 20, NOW.minusSeconds(60), List.of(errors), List.of()));
        return add(feature);
    }

    /** The same rollout, in the bake of its third stage. */
    public Shop baking() {
        Feature feature = checkout("1.2.0", "new");
        Exposure exposure = Exposure.of(Audience.cohort("employees"), Percent.ALL)
                .union(Exposure.of(Audience.region("eu-west"), percent(10)))
                .union(Exposure.of(percent(1)));
        at(feature, "new", 2, PositionKind.MOVING, NOW.minus(Duration.ofMinutes(17)), null, "", exposure);
        exposures.put(key(feature), 1_104L);
        judgements.put(key(feature), judgement(0.5));
        return add(feature);
    }

    private Shop created() {
        Feature feature = feature("search-ranker", "0.1.0", "team-search", FeatureType.EXPERIMENT, canary(), null);
        Rollout after = new Rollout("production", List.of("staging"), canary(), null, null, null, feature.source());
        features.add(with(feature, Map.of("staging", rollout(new Strategy.AllAtOnce(Bake.NONE)), "production", after)));
        return this;
    }

    private Shop phasingOut() {
        Sunset sunset = new Sunset(
                Sunset.Outcome.REMOVE,
                Instant.parse("2026-11-01T00:00:00Z"),
                Instant.parse("2026-11-29T00:00:00Z"),
                List.of(),
                null,
                List.of(percent(75), percent(50), percent(25), Percent.ZERO),
                Duration.ofDays(2),
                new Sunset.Require(0, null, Duration.ofDays(7)),
                new SourceRef("growth-banner.yaml", 29));
        Feature feature = feature(
                "growth-banner",
                "2.4.1",
                "team-growth",
                FeatureType.RELEASE,
                new Strategy.AllAtOnce(Bake.NONE),
                sunset);
        at(feature, "", 2, PositionKind.MOVING, NOW.minus(Duration.ofDays(3)), null, "", Exposure.of(percent(75)));
        return add(feature);
    }

    private Shop turnedUp() {
        Feature feature = feature("invoice-pdf", "1.0.3", "team-billing", FeatureType.RELEASE, canary(), null);
        at(feature, "", 1, PositionKind.MOVING, YESTERDAY, null, "", Exposure.of(percent(10)));
        serves(feature, percent(30), new OutsideChange(null, Instant.parse("2026-11-23T02:11:00Z"), "88377"));
        return add(feature);
    }

    private Shop turnedDown() {
        Feature feature = feature("tax-engine", "3.0.0", "team-billing", FeatureType.RELEASE, canary(), null);
        at(feature, "", 2, PositionKind.MOVING, YESTERDAY, null, "", Exposure.of(percent(40)));
        serves(feature, percent(25), new OutsideChange("carol", Instant.parse("2026-11-22T17:40:00Z"), "88213"));
        return add(feature);
    }

    private Shop waitingForApproval() {
        StageSpec asked = new StageSpec(
                null, percent(50), List.of(), Bake.NONE, "pricing-leads", List.of(), new SourceRef("pricing.yaml", 14));
        Strategy strategy = new Strategy.Canary(List.of(stage(25, "PT1H"), asked));
        Feature feature = feature("pricing-annual", "1.4.0", "team-pricing", FeatureType.RELEASE, strategy, null);
        Instant since = Instant.parse("2026-11-21T09:14:00Z");
        at(feature, "", 0, PositionKind.MOVING, since, null, "", Exposure.of(percent(25)));
        return add(feature);
    }

    private Shop coolingDown() {
        Feature feature = feature("mobile-nav", "2.0.0", "team-mobile", FeatureType.RELEASE, canary(), null);
        at(
                feature,
                "",
                0,
                PositionKind.ROLLED_BACK,
                Instant.parse("2026-11-23T12:40:00Z"),
                Instant.parse("2026-11-23T16:40:00Z"),
                "http-errors FAIL 1.81% vs control 0.36%, evidence 29 of 20",
                Exposure.of(percent(1)));
        return add(feature);
    }

    /** Features that serve everybody and have nothing to come. */
    public Shop resting(int count) {
        for (int i = 0; i < count; i++) {
            Feature feature = feature(
                    "steady-" + i, "1.0.0", "team-core", FeatureType.RELEASE, new Strategy.AllAtOnce(Bake.NONE), null);
            at(feature, "", 0, PositionKind.DONE, YESTERDAY, null, "", Exposure.ALL);
            add(feature);
        }
        return this;
    }

    private void at(
            Feature feature,
            String spec,
            int stage,
            PositionKind kind,
            Instant since,
            @Nullable Instant cooldown,
            String reason,
            Exposure exposure) {
        String name = Trajectories.compile(feature, project().environments().get("production"))
                .stages()
                .get(stage)
                .name();
        String version = spec.equals("old") ? "1.1.0" : feature.version();
        Position position = new Position(version, stage, name, kind, since, since, 0, cooldown, reason, null, Set.of());
        FlagState flag = feature.flagWith(exposure);
        recorded.put(key(feature), new Recorded(position, flag, spec));
        flags.put(key(feature), ObservedFlag.present(feature.flagKey(), flag));
    }

    private void serves(Feature feature, Percent percent, OutsideChange change) {
        FlagState flag = feature.flagWith(Exposure.of(percent));
        flags.put(
                key(feature),
                new ObservedFlag(feature.flagKey(), flag, ObservedFlag.Presence.PRESENT, "", List.of(), change));
    }

    private Shop add(Feature feature) {
        features.add(feature);
        return this;
    }

    public static FeatureKey key(Feature feature) {
        return new FeatureKey(feature.name(), "production");
    }

    public static Project project() {
        Population people =
                new Population(122_000, Map.of("employees", 400L), Map.of("eu-west", 50_000L), "unleash, last 7 days");
        Environment staging = new Environment("staging", "local", null, false, List.of(), null);
        Environment production =
                new Environment("production", "unleash", "prom", true, List.of("eu-west", "us-east"), people);
        return new Project(
                "shop",
                Map.of("staging", staging, "production", production),
                Map.of(),
                Map.of(),
                new AdapterSpec("ledger", "sqlite", Map.of(), SourceRef.NONE),
                "region",
                SourceRef.NONE);
    }

    private static Feature checkout(String version, String digest) {
        StageSpec asked = new StageSpec(
                null,
                percent(50),
                List.of(),
                Bake.of(Duration.ofDays(1)),
                "payments-leads",
                List.of(),
                new SourceRef("checkout-redesign.yaml", 20));
        StageSpec inEurope = new StageSpec(
                null,
                percent(10),
                List.of("eu-west"),
                Bake.of(Duration.ofHours(2)),
                null,
                List.of(),
                new SourceRef("checkout-redesign.yaml", 18));
        StageSpec employees = new StageSpec(
                "employees",
                Percent.ALL,
                List.of(),
                Bake.of(Duration.ofDays(1)),
                null,
                List.of(),
                new SourceRef("checkout-redesign.yaml", 16));
        StageSpec one = new StageSpec(
                null,
                percent(1),
                List.of(),
                new Bake(Duration.ofMinutes(30), 5_000),
                null,
                List.of(),
                new SourceRef("checkout-redesign.yaml", 17));
        Strategy canary =
                new Strategy.Canary(List.of(employees, one, inEurope, stage(10, "PT2H"), asked, stage(100, "P14D")));
        Feature plain = feature("checkout-redesign", version, "team-payments", FeatureType.RELEASE, canary, null);
        Rule worse = new Rule.WorseThanControl(0.1);
        DataDeadline deadline = new DataDeadline(Duration.ofMinutes(30), DataDeadline.Action.ROLL_BACK);
        List<Guardrail> guardrails = new ArrayList<>();
        guardrails.add(new Guardrail("http-errors", GuardrailRole.CRITICAL, worse, 3, 50, deadline, SourceRef.NONE));
        guardrails.add(new Guardrail("checkout-slo", GuardrailRole.GUARD, worse, 3, 50, deadline, SourceRef.NONE));
        if (version.equals("1.2.0")) {
            guardrails.add(
                    new Guardrail("orders-per-user", GuardrailRole.WATCH, worse, 3, 50, deadline, SourceRef.NONE));
        }
        OnFailure failure =
                new OnFailure(OnFailure.Action.ROLL_BACK, OnFailure.Target.LAST_HEALTHY, Duration.ofHours(4), 1);
        return new Feature(
                plain.name(),
                version,
                plain.owner(),
                Map.of(),
                "One-page checkout",
                plain.type(),
                plain.flagKey(),
                plain.variants(),
                plain.serve(),
                plain.unit(),
                plain.salt(),
                plain.rollout(),
                guardrails,
                Risk.DEFAULT,
                failure,
                DriftAction.HOLD,
                Set.of(Owns.EXPOSURE),
                List.of(new NotifyRule("chat", Set.of(NoticeKind.ADVANCED, NoticeKind.ROLLED_BACK))),
                null,
                digest,
                new SourceRef("checkout-redesign.yaml", 3));
    }

    private static Feature feature(
            String name, String version, String owner, FeatureType type, Strategy strategy, @Nullable Sunset sunset) {
        return new Feature(
                name,
                version,
                owner,
                Map.of(),
                "",
                type,
                name,
                Map.of("on", true, "off", false),
                new Serve("on", "off"),
                "userId",
                name,
                Map.of("production", rollout(strategy)),
                List.of(),
                Risk.DEFAULT,
                OnFailure.DEFAULT,
                DriftAction.HOLD,
                Set.of(Owns.EXPOSURE),
                List.of(),
                sunset,
                "",
                new SourceRef(name + ".yaml", 1));
    }

    private static Feature with(Feature f, Map<String, Rollout> rollouts) {
        return new Feature(
                f.name(),
                f.version(),
                f.owner(),
                f.labels(),
                f.description(),
                f.type(),
                f.flagKey(),
                f.variants(),
                f.serve(),
                f.unit(),
                f.salt(),
                rollouts,
                f.guardrails(),
                f.risk(),
                f.onFailure(),
                f.drift(),
                f.owns(),
                f.notices(),
                f.sunset(),
                f.specDigest(),
                f.source());
    }

    private static Rollout rollout(Strategy strategy) {
        return new Rollout("production", List.of(), strategy, null, null, null, SourceRef.NONE);
    }

    private static Strategy canary() {
        return new Strategy.Canary(List.of(stage(1, "PT1H"), stage(10, "P7D"), stage(40, "P7D"), stage(100, "P7D")));
    }

    private static StageSpec stage(int percent, String bake) {
        return new StageSpec(
                null,
                percent(percent),
                List.of(),
                Bake.of(Duration.parse(bake)),
                null,
                List.of(),
                new SourceRef("feature.yaml", 19));
    }

    private static Percent percent(int percent) {
        return new Percent(percent * 1000);
    }

    private static Judgement judgement(double evidence) {
        return new Judgement(
                Verdict.PASS,
                Math.log(evidence),
                20,
                null,
                List.of(
                        evidence("http-errors", GuardrailRole.CRITICAL, Verdict.PASS, 6_112, 24, 25, evidence),
                        evidence("checkout-slo", GuardrailRole.GUARD, Verdict.PASS, 6_112, 12, 11, 0.08),
                        evidence("orders-per-user", GuardrailRole.WATCH, Verdict.TOO_FEW, 21, 0, 0, 1)),
                List.of());
    }

    private static Evidence evidence(
            String metric, GuardrailRole role, Verdict verdict, long units, long controlBad, long bad, double value) {
        Statistic statistic = new Statistic(
                Math.log(value),
                Math.log(value),
                20,
                0.5,
                new Bound(0.62, 1.74),
                TestKind.CONDITIONAL,
                "bad units are rare");
        return new Evidence(
                metric,
                Measure.RATIO,
                role,
                verdict,
                "not worse than control by more than 10%",
                "errors of checkout",
                NOW.minus(Duration.ofMinutes(34)),
                NOW.minus(Duration.ofMinutes(1)),
                33,
                Arm.of(units, controlBad),
                Arm.of(units, bad),
                statistic,
                "",
                DataState.OK,
                null,
                new Counts(NOW.minus(Duration.ofMinutes(34)), NOW.minus(Duration.ofMinutes(1)), List.of()),
                Correction.NONE,
                List.of());
    }
}
