// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.strategy;

import dev.flagctl.model.Bake;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.Feature;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Percent;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.model.Sunset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the examples of the documentation: the keys of a rollout, all written out, no defaults; in one a sunset beside it. */
final class StrategyLines {

    private final Map<?, ?> keys;

    private StrategyLines(Map<?, ?> keys) {
        this.keys = keys;
    }

    static Feature feature(String yaml) {
        Map<?, ?> keys = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        StrategyLines lines = new StrategyLines(keys);
        return keys.containsKey("sunset")
                ? Samples.feature(
                        lines.part("rollout").part("production").strategy(),
                        lines.part("sunset").sunset())
                : Samples.feature(lines.strategy(), null);
    }

    private static double perSecond(String traffic) {
        return Double.parseDouble(traffic.replace("/s", ""));
    }

    private Strategy strategy() {
        return switch (kind()) {
            case ALL_AT_ONCE -> new Strategy.AllAtOnce(bake("soak"));
            case PERCENTAGE -> new Strategy.Percentage(percent("percent"), bake("soak"));
            case LINEAR ->
                new Strategy.Linear(percent("from"), percent("step"), percent("to"), bake("bake"), bake("soak"));
            case EXPONENTIAL ->
                new Strategy.Exponential(
                        percent("from"),
                        ((Number) value("factor")).doubleValue(),
                        percent("to"),
                        bake("bake"),
                        bake("soak"));
            case AUTO ->
                new Strategy.Auto(
                        perSecond(String.valueOf(value("traffic"))),
                        ((Number) value("baseline")).doubleValue(),
                        ((Number) value("detect")).doubleValue(),
                        ((Number) value("harm-budget")).longValue(),
                        DurationText.parse(String.valueOf(value("lag"))),
                        DurationText.parse(String.valueOf(value("within"))),
                        bake("soak"));
            case CANARY ->
                new Strategy.Canary(
                        each("stages").stream().map(StrategyLines::stage).toList());
            case RINGS -> new Strategy.Rings(words("rings"), percent("percent"), bake("bake"), bake("soak"));
            case BLUE_GREEN ->
                new Strategy.BlueGreen(
                        part("warm").hooks(),
                        part("warm").bake("bake"),
                        bake("standby"),
                        part("drop").hooks());
            case REGION_WAVES -> new Strategy.RegionWaves(waves(), percent("percent"), bake("bake"), bake("soak"));
        };
    }

    private StrategyKind kind() {
        return StrategyKind.valueOf(
                value("strategy").toString().toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private StageSpec stage() {
        boolean soaks = keys.containsKey("soak");
        return new StageSpec(
                text("cohort"),
                keys.containsKey("percent") ? percent("percent") : Percent.ALL,
                words("regions"),
                bake(soaks ? "soak" : "bake"),
                text("approval"),
                hooks(),
                Samples.SOURCE);
    }

    private Sunset sunset() {
        StrategyLines phaseOut = part("phase-out");
        String[] shares = phaseOut.words("stages").toArray(String[]::new);
        Sunset.Successor successor = new Sunset.Successor(part("successor").text("feature"), Map.of(), null);
        Sunset sample = Samples.sunset(Sunset.Outcome.REMOVE, successor, shares);
        boolean written = (value("deprecate") + "T00:00:00Z")
                        .equals(sample.deprecate().toString())
                && (value("remove") + "T00:00:00Z").equals(sample.remove().toString())
                && phaseOut.bake("bake").time().equals(sample.bake())
                && part("require")
                        .value("code-references")
                        .equals(sample.require().codeReferences());
        if (!written) {
            throw new IllegalArgumentException("the example of the documentation says other things than the sample");
        }
        return sample;
    }

    private List<HookRef> hooks() {
        List<HookRef> hooks = new ArrayList<>();
        if (keys.containsKey("hooks")) {
            for (StrategyLines hook : each("hooks")) {
                hooks.add(new HookRef(
                        hook.value("adapter").toString(), hook.value("action").toString()));
            }
        }
        return hooks;
    }

    private Bake bake(String key) {
        if (keys.get(key) instanceof Map<?, ?> both) {
            StrategyLines lines = new StrategyLines(both);
            long exposures = ((Number) lines.value("exposures")).longValue();
            return new Bake(DurationText.parse(lines.value("time").toString()), exposures);
        }
        return Bake.of(DurationText.parse(value(key).toString()));
    }

    private Percent percent(String key) {
        return Percent.of(((Number) value(key)).doubleValue());
    }

    private List<List<String>> waves() {
        List<List<String>> waves = new ArrayList<>();
        for (Object wave : (List<?>) value("waves")) {
            waves.add(((List<?>) wave).stream().map(Object::toString).toList());
        }
        return waves;
    }

    private List<String> words(String key) {
        return keys.get(key) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    private List<StrategyLines> each(String key) {
        return ((List<?>) value(key))
                .stream().map(item -> new StrategyLines((Map<?, ?>) item)).toList();
    }

    private StrategyLines part(String key) {
        return new StrategyLines((Map<?, ?>) value(key));
    }

    private @Nullable String text(String key) {
        Object value = keys.get(key);
        return value == null ? null : value.toString();
    }

    private Object value(String key) {
        Object value = keys.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the example lacks " + key + ": " + keys);
        }
        return value;
    }
}
