// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import static dev.flagctl.strategy.Samples.approved;
import static dev.flagctl.strategy.Samples.bake;
import static dev.flagctl.strategy.Samples.percent;
import static dev.flagctl.strategy.Samples.stage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flagctl.model.Bake;
import dev.flagctl.model.DataDeadline;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.Guardrail;
import dev.flagctl.model.GuardrailRole;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EditTest {

    private static final Strategy CANARY =
            new Strategy.Canary(List.of(stage(null, "1", "1h"), stage(null, "10", "1h"), stage(null, "100", "7d")));

    @Test
    void the_same_feature_written_elsewhere_is_no_edit() {
        Draft before = new Draft();
        Draft after = new Draft();
        before.guardrails = List.of(guardrail("errors", 0, new SourceRef("a.yaml", 3)));
        after.guardrails = List.of(guardrail("errors", 0, new SourceRef("b.yaml", 30)));
        before.sunset = Samples.sunset(Sunset.Outcome.REMOVE, null, "50", "0");
        after.sunset = Samples.sunset(Sunset.Outcome.REMOVE, null, "50", "0");
        after.rollout(rollout(canary(new SourceRef("b.yaml", 9)), null));
        after.variants = new LinkedHashMap<>();
        after.variants.put("off", false);
        after.variants.put("on", true);

        assertThat(edit(before, after)).isEqualTo("NONE");
    }

    @Test
    void another_short_form_of_the_same_stages_is_no_edit() {
        Draft before = new Draft();
        Draft after = new Draft();
        before.rollout(
                rollout(new Strategy.Linear(percent("50"), percent("50"), Percent.ALL, bake("1h"), bake("7d")), null));
        after.rollout(
                rollout(new Strategy.Exponential(percent("50"), 2, Percent.ALL, bake("1h"), bake("7d")), "careful"));

        assertThat(edit(before, after)).isEqualTo("NONE");
    }

    @Test
    void words_about_the_feature_are_a_patch() {
        Draft after = new Draft();
        after.description = "Checkout on one page";
        after.owner = "team-checkout";
        after.labels = Map.of("service", "checkout");
        after.type = FeatureType.KILL_SWITCH;

        assertThat(edit(new Draft(), after)).isEqualTo("""
                PATCH
                owner team-payments → team-checkout
                type release → kill-switch
                labels changed
                description changed""");
    }

    @Test
    void stages_are_counted_as_added_removed_and_changed() {
        Draft after = new Draft();
        after.rollout(rollout(
                new Strategy.Canary(List.of(
                        stage("employees", "100", "1d"),
                        stage(null, "1", "2h"),
                        approved(stage(null, "25", "1h"), "leads"),
                        stage(null, "50", "1h"),
                        stage(null, "100", "7d"))),
                null));

        assertThat(edit(new Draft(), after)).isEqualTo("""
                MINOR
                3 stages added in production
                1 stage removed in production
                1 stage changed in production""");
    }

    @Test
    void stages_in_another_order_are_an_edit() {
        Draft before = new Draft();
        Draft after = new Draft();
        before.rollout(rollout(new Strategy.Rings(List.of("a", "b"), Percent.ALL, bake("1h"), Bake.NONE), null));
        after.rollout(rollout(new Strategy.Rings(List.of("b", "a"), Percent.ALL, bake("1h"), Bake.NONE), null));

        assertThat(edit(before, after)).isEqualTo("""
                MINOR
                order of stages changed in production""");
    }

    @Test
    void a_change_of_the_last_region_wave_is_seen() {
        Draft before = new Draft();
        Draft after = new Draft();
        before.rollout(rollout(waves("eu-west", "us-east"), null));
        after.rollout(rollout(waves("eu-west", "ap-south"), null));

        assertThat(edit(before, after)).isEqualTo("""
                MINOR
                1 stage added in production
                1 stage removed in production""");
    }

    @Test
    void environments_and_the_start_are_minor() {
        Draft after = new Draft();
        after.rollout = Map.of(
                "staging",
                rollout(CANARY, null),
                "production",
                new Rollout("production", List.of("staging"), CANARY, null, Instant.EPOCH, "leads", SourceRef.NONE));

        assertThat(edit(new Draft(), after)).isEqualTo("""
                MINOR
                start in production changed
                rollout in staging added""");
        assertThat(edit(after, new Draft())).contains("rollout in staging removed");
    }

    @Test
    void guardrails_are_the_same_when_their_metric_is() {
        Draft before = new Draft();
        Draft after = new Draft();
        before.guardrails = List.of(guardrail("errors", 0, SourceRef.NONE), guardrail("latency", 0, SourceRef.NONE));
        after.guardrails = List.of(guardrail("errors", 0.1, SourceRef.NONE), guardrail("orders", 0, SourceRef.NONE));

        assertThat(edit(before, after)).isEqualTo("""
                MINOR
                1 guardrail added
                1 guardrail removed
                1 guardrail changed""");
    }

    @Test
    void the_rules_of_the_rollout_are_minor() {
        Draft after = new Draft();
        after.risk = new Risk(0.01);
        after.onFailure = new OnFailure(OnFailure.Action.PAUSE, OnFailure.Target.OFF, Duration.ZERO, 1);
        after.drift = DriftAction.CORRECT;
        after.owns = Set.of(Owns.VARIANTS);
        after.notices = List.of(new NotifyRule("chat", Set.of(NoticeKind.HELD)));
        after.sunset = Samples.sunset(Sunset.Outcome.REMOVE, null, "0");

        assertThat(edit(new Draft(), after)).isEqualTo("""
                MINOR
                risk alpha 0.05 → 0.01
                on-failure changed
                drift hold → correct
                owns changed
                notify changed
                sunset added""");
        assertThat(edit(after, new Draft())).contains("sunset taken back");
    }

    @Test
    void keeping_a_control_group_changes_what_is_served() {
        Draft before = new Draft();
        before.variants = Map.of("on", "yes", "off", "no", "control", "no");
        Draft after = new Draft();
        after.variants = before.variants;
        after.serve = new Serve("on", "control", "off");

        assertThat(edit(before, after)).isEqualTo("""
                MAJOR
                control off → control
                rest none → off""");
        assertThat(edit(after, before)).contains("rest off → none");
    }

    @Test
    void what_is_served_is_major_and_comes_first() {
        Draft after = new Draft();
        after.variants = Map.of("on", "yes", "v2", "no");
        after.serve = new Serve("v2", "on");
        after.unit = "userId";
        after.salt = "other";
        after.flagKey = "checkout-2";
        after.description = "";

        assertThat(edit(new Draft(), after))
                .startsWith("MAJOR\n")
                .endsWith("\ndescription changed")
                .contains(
                        "variant on has another value",
                        "variant off removed",
                        "variant v2 added",
                        "treatment on → v2",
                        "control off → on",
                        "unit targetingKey → userId",
                        "salt checkout → other",
                        "flag key checkout → checkout-2");
    }

    private static String edit(Draft before, Draft after) {
        Edit edit = Edit.between(before.feature(), after.feature());
        return edit.changes().isEmpty() ? edit.level().name() : edit.level() + "\n" + String.join("\n", edit.changes());
    }

    private static Guardrail guardrail(String metric, double margin, SourceRef source) {
        DataDeadline deadline = new DataDeadline(Duration.ofHours(1), DataDeadline.Action.PAUSE);
        return new Guardrail(metric, GuardrailRole.GUARD, new Rule.WorseThanControl(margin), 3, 20, deadline, source);
    }

    private static Rollout rollout(Strategy strategy, @Nullable String template) {
        return new Rollout("production", List.of(), strategy, template, null, null, SourceRef.NONE);
    }

    private static Strategy waves(String first, String second) {
        return new Strategy.RegionWaves(List.of(List.of(first), List.of(second)), Percent.ALL, bake("1h"), Bake.NONE);
    }

    private static Strategy canary(SourceRef source) {
        return new Strategy.Canary(((Strategy.Canary) CANARY)
                .stages().stream()
                        .map(s -> new StageSpec(
                                s.cohort(), s.percent(), s.regions(), s.bake(), s.approval(), s.hooks(), source))
                        .toList());
    }

    /** A feature of which a test changes one part. */
    private static final class Draft {
        String owner = "team-payments";
        Map<String, String> labels = Map.of();
        String description = "One-page checkout";
        FeatureType type = FeatureType.RELEASE;
        String flagKey = "checkout";
        Map<String, Object> variants = new LinkedHashMap<>(Map.of("on", true, "off", false));
        Serve serve = new Serve("on", "off");
        String unit = "targetingKey";
        String salt = "checkout";
        Map<String, Rollout> rollout = Map.of("production", EditTest.rollout(CANARY, null));
        List<Guardrail> guardrails = List.of();
        Risk risk = Risk.DEFAULT;
        OnFailure onFailure = OnFailure.DEFAULT;
        DriftAction drift = DriftAction.HOLD;
        Set<Owns> owns = Set.of(Owns.EXPOSURE);
        List<NotifyRule> notices = List.of();

        @Nullable
        Sunset sunset;

        void rollout(Rollout changed) {
            rollout = Map.of("production", changed);
        }

        Feature feature() {
            return new Feature(
                    "checkout",
                    "1.0.0",
                    owner,
                    labels,
                    description,
                    type,
                    flagKey,
                    variants,
                    serve,
                    unit,
                    salt,
                    new java.util.TreeMap<>(rollout),
                    guardrails,
                    risk,
                    onFailure,
                    drift,
                    owns,
                    notices,
                    sunset,
                    "",
                    SourceRef.NONE);
        }
    }
}
