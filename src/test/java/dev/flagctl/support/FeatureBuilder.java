// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.support;

import dev.flagctl.model.Bake;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Rule;
import dev.flagctl.model.Serve;
import dev.flagctl.model.SourceRef;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.Sunset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds features for tests; without another word one rolls out in production: employees, 1 %, 10 %, 100 %, an hour each. */
public final class FeatureBuilder {

    private String name;
    private String version = "1.0.0";
    private String description = "One-page checkout";
    private Map<String, Object> variants = new LinkedHashMap<>(Map.of("on", true));
    private String salt;
    private Serve serve = new Serve("on", "off");
    private final Map<String, Rollout> rollout = new LinkedHashMap<>();
    private final List<Guardrail> guardrails = new ArrayList<>();
    private OnFailure onFailure = OnFailure.DEFAULT;
    private DriftAction drift = DriftAction.CORRECT;
    private Risk risk = Risk.DEFAULT;
    private final List<NotifyRule> notices = new ArrayList<>();
    private @Nullable Sunset sunset;

    private FeatureBuilder(String name) {
        this.name = name;
        this.salt = name;
        variants.put("off", false);
    }

    public static FeatureBuilder feature(String name) {
        return new FeatureBuilder(name);
    }

    public FeatureBuilder version(String version) {
        this.version = version;
        return this;
    }

    public FeatureBuilder description(String description) {
        this.description = description;
        return this;
    }

    public FeatureBuilder variant(String name, Object value) {
        variants.put(name, value);
        return this;
    }

    /** Keeps a control group as large as the treatment. */
    public FeatureBuilder matched() {
        variants.put("control", false);
        serve = new Serve("on", "control", "off");
        return this;
    }

    public FeatureBuilder salt(String salt) {
        this.salt = salt;
        return this;
    }

    public FeatureBuilder in(String environment, Strategy strategy, String... after) {
        return gated(environment, strategy, null, null, after);
    }

    public FeatureBuilder gated(
            String environment,
            Strategy strategy,
            @Nullable Instant notBefore,
            @Nullable String approval,
            String... after) {
        rollout.put(
                environment,
                new Rollout(environment, List.of(after), strategy, null, notBefore, approval, SourceRef.NONE));
        return this;
    }

    public FeatureBuilder canary(StageSpec... stages) {
        return in("production", new Strategy.Canary(List.of(stages)));
    }

    public FeatureBuilder guardrail(String metric, DataDeadline.Action atDeadline) {
        guardrails.add(new Guardrail(
                metric,
                GuardrailRole.CRITICAL,
                new Rule.WorseThanControl(0.1),
                3,
                50,
                new DataDeadline(Duration.ofMinutes(30), atDeadline),
                SourceRef.NONE));
        return this;
    }

    /** An error budget that must not burn. */
    public FeatureBuilder burn(String metric, GuardrailRole role) {
        guardrails.add(new Guardrail(
                metric,
                role,
                new Rule.Burn(true),
                3,
                20,
                new DataDeadline(Duration.ofMinutes(30), DataDeadline.Action.PAUSE),
                SourceRef.NONE));
        return this;
    }

    public FeatureBuilder risk(Risk risk) {
        this.risk = risk;
        return this;
    }

    public FeatureBuilder onFailure(OnFailure.Action action, OnFailure.Target to, String cooldown, int retries) {
        onFailure = new OnFailure(action, to, DurationText.parse(cooldown), retries);
        return this;
    }

    public FeatureBuilder drift(DriftAction drift) {
        this.drift = drift;
        return this;
    }

    public FeatureBuilder tell(String adapter, NoticeKind... kinds) {
        notices.add(new NotifyRule(adapter, kinds.length == 0 ? Set.of(NoticeKind.values()) : Set.of(kinds)));
        return this;
    }

    public FeatureBuilder sunset(Sunset sunset) {
        this.sunset = sunset;
        return this;
    }

    public Feature build() {
        if (rollout.isEmpty()) {
            canary(stage("employees", 100, "1h"), stage(1, "1h"), stage(10, "1h"), stage(100, "1h"));
        }
        Feature built = of("");
        return of(Integer.toHexString(built.toString().hashCode()));
    }

    private Feature of(String digest) {
        return new Feature(
                name,
                version,
                "team-payments",
                Map.of(),
                description,
                FeatureType.RELEASE,
                name,
                variants,
                serve,
                "userId",
                salt,
                rollout,
                guardrails,
                risk,
                onFailure,
                drift,
                Set.of(Owns.EXPOSURE, Owns.VARIANTS),
                notices,
                sunset,
                digest,
                SourceRef.NONE);
    }

    public static StageSpec stage(double percent, String bake) {
        return stage(null, percent, bake);
    }

    public static StageSpec stage(@Nullable String cohort, double percent, String bake) {
        return new StageSpec(
                cohort,
                Percent.of(percent),
                List.of(),
                Bake.of(DurationText.parse(bake)),
                null,
                List.of(),
                SourceRef.NONE);
    }

    public static StageSpec approved(StageSpec stage, String group) {
        return new StageSpec(
                stage.cohort(), stage.percent(), stage.regions(), stage.bake(), group, stage.hooks(), SourceRef.NONE);
    }

    public static StageSpec hooked(StageSpec stage, String adapter, String action) {
        return new StageSpec(
                stage.cohort(),
                stage.percent(),
                stage.regions(),
                stage.bake(),
                stage.approval(),
                List.of(new HookRef(adapter, action)),
                SourceRef.NONE);
    }

    public static StageSpec exposures(StageSpec stage, long exposures) {
        return new StageSpec(
                stage.cohort(),
                stage.percent(),
                stage.regions(),
                new Bake(stage.bake().time(), exposures),
                stage.approval(),
                stage.hooks(),
                SourceRef.NONE);
    }

    /** Returns a sunset: 75 %, 25 % and 0 %, a day each, notices 30, 7 and 1 day ahead. */
    public static Sunset sunset(
            Instant deprecate, Instant remove, Sunset.@Nullable Successor successor, Sunset.Require require) {
        return new Sunset(
                Sunset.Outcome.REMOVE,
                deprecate,
                remove,
                List.of(Duration.ofDays(30), Duration.ofDays(7), Duration.ofDays(1)),
                successor,
                List.of(Percent.of(75.0), Percent.of(25.0), Percent.ZERO),
                Duration.ofDays(1),
                require,
                SourceRef.NONE);
    }
}
