// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Bake;
import dev.flagctl.model.DurationText;
import dev.flagctl.model.HookRef;
import dev.flagctl.model.Percent;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds the strategy of one rollout and checks that it only goes up. */
final class StrategyBinder {

    private static final Duration STANDBY = Duration.ofHours(1);

    private final Site site;
    private final String pointer;
    private final StrategyKeys keys;
    private final Risk risk;

    /**
     * Prepares the binding.
     *
     * @param pointer where the rollout is
     * @param risk of the feature, for what {@code auto} does not say itself
     */
    StrategyBinder(Site site, String pointer, StrategyKeys keys, Risk risk) {
        this.site = site;
        this.pointer = pointer;
        this.keys = keys;
        this.risk = risk;
    }

    /** Returns the strategy, or null after saying what is wrong. */
    @Nullable
    Strategy bind() {
        if (!new StrategyKeysCheck(site, pointer, keys).fits()) {
            return null;
        }
        Bake soak = Values.bake(keys.get("soak"));
        Bake bake = Values.bake(keys.get("bake"));
        return switch (keys.kind()) {
            case ALL_AT_ONCE -> new Strategy.AllAtOnce(soak);
            case PERCENTAGE -> new Strategy.Percentage(percent("percent", Percent.ALL), soak);
            case LINEAR -> linear(bake, soak);
            case EXPONENTIAL -> exponential(bake, soak);
            case CANARY -> new CanaryBinder(site, pointer, keys).bind();
            case RINGS ->
                new Strategy.Rings(Values.texts(keys.get("rings")), percent("percent", Percent.ALL), bake, soak);
            case BLUE_GREEN -> blueGreen();
            case REGION_WAVES -> waves(bake, soak);
            case AUTO -> auto(soak);
        };
    }

    private @Nullable Strategy linear(Bake bake, Bake soak) {
        Percent step = percent("step", Percent.ALL);
        Percent from = percent("from", step);
        Percent to = percent("to", Percent.ALL);
        return rises(from, to) && aboveZero("step", step) ? new Strategy.Linear(from, step, to, bake, soak) : null;
    }

    private @Nullable Strategy exponential(Bake bake, Bake soak) {
        Percent from = percent("from", Percent.ALL);
        Percent to = percent("to", Percent.ALL);
        JsonNode factor = keys.get("factor");
        return rises(from, to)
                ? new Strategy.Exponential(from, factor == null ? 2 : factor.asDouble(), to, bake, soak)
                : null;
    }

    private @Nullable Strategy auto(Bake soak) {
        if (keys.get("traffic") == null && risk.traffic() == 0) {
            site.keyError(
                    DiagnosticCode.MISSING_KEY,
                    pointer,
                    "strategy \"auto\" has no \"traffic\"",
                    "\"traffic\" is missing here",
                    "add \"traffic: …\", or state it for the whole feature as risk.traffic");
            return null;
        }
        double perSecond = keys.get("traffic") == null ? risk.traffic() : Values.perSecond(text("traffic"));
        double quantile = keys.get("quantile") == null ? Double.NaN : fraction("quantile", 0);
        if (keys.get("quantile") != null && keys.get("baseline") != null) {
            site.error(
                    DiagnosticCode.KEYS_CLASH,
                    Pointer.join(pointer, keys.isOwn("quantile") ? "quantile" : "strategy"),
                    "the quantile says which share lies beyond it, so there is no other baseline",
                    "",
                    "take \"baseline\" or \"quantile\" out");
            return null;
        }
        double base = keys.get("quantile") == null ? fraction("baseline", 0) : Strategy.Auto.beyond(quantile);
        double detect = fraction("detect", 1);
        Duration within = DurationText.parse(text("within", "1d"));
        Duration lag = keys.get("lag") == null ? risk.lag() : DurationText.parse(text("lag"));
        if (!(perSecond > 0) || !(base > 0 && base < 1) || !(detect > 0) || within.isZero()) {
            site.error(
                    DiagnosticCode.OUT_OF_RANGE,
                    Pointer.join(pointer, "strategy"),
                    "stages cannot be computed from these numbers",
                    "",
                    "traffic, detect and within are above 0, baseline is between 0 and 100%");
            return null;
        }
        return new Strategy.Auto(perSecond, base, quantile, detect, number("harm-budget"), lag, within, soak);
    }

    private String text(String key) {
        return text(key, "");
    }

    private String text(String key, String otherwise) {
        JsonNode value = keys.get(key);
        return value == null ? otherwise : value.asString();
    }

    private double fraction(String key, double otherwise) {
        JsonNode value = keys.get(key);
        return value == null ? otherwise : Values.fraction(value);
    }

    private long number(String key) {
        JsonNode value = keys.get(key);
        return value == null ? 1 : value.asLong();
    }

    private boolean rises(Percent from, Percent to) {
        if (!aboveZero(keys.get("from") == null ? "step" : "from", from)) {
            return false;
        }
        if (to.compareTo(from) < 0) {
            site.error(
                    DiagnosticCode.EXPOSURE_FALLS,
                    Pointer.join(pointer, keys.isOwn("to") ? "to" : "from"),
                    "the rollout goes from " + from + " to " + to + ", which is less",
                    "",
                    "write a \"to\" of at least " + from);
            return false;
        }
        return true;
    }

    private boolean aboveZero(String key, Percent percent) {
        if (percent.isZero()) {
            site.error(
                    DiagnosticCode.PERCENT,
                    Pointer.join(pointer, key),
                    key + " is finer than a thousandth of a percent",
                    "",
                    "write at least 0.001");
            return false;
        }
        return true;
    }

    private Strategy blueGreen() {
        JsonNode warm = keys.get("warm");
        JsonNode drop = keys.get("drop");
        JsonNode standby = keys.get("standby");
        List<HookRef> warmHooks = warm == null ? List.of() : Values.hooks(warm.get("hooks"));
        return new Strategy.BlueGreen(
                warmHooks,
                Values.bake(warm == null ? null : warm.get("bake")),
                standby == null ? Bake.of(STANDBY) : Values.bake(standby),
                drop == null ? List.of() : Values.hooks(drop.get("hooks")));
    }

    private Strategy waves(Bake bake, Bake soak) {
        List<List<String>> waves = new ArrayList<>();
        JsonNode list = keys.get("waves");
        if (list != null) {
            for (JsonNode wave : list) {
                waves.add(Values.texts(wave));
            }
        }
        return new Strategy.RegionWaves(waves, percent("percent", Percent.ALL), bake, soak);
    }

    private Percent percent(String key, Percent otherwise) {
        JsonNode value = keys.get(key);
        return value == null ? otherwise : percent(site, value, Pointer.join(pointer, key));
    }

    /** Returns a share, and says so when it is finer than flagctl can tell. */
    static Percent percent(Site site, JsonNode value, String at) {
        Percent percent = Values.percent(value);
        if (percent.isZero() && value.asDouble() > 0) {
            site.error(
                    DiagnosticCode.PERCENT,
                    at,
                    "a percent of " + value.asString() + " is finer than a thousandth of a percent",
                    Labels.stage(site.tree(), at),
                    "write at least 0.001");
        }
        return percent;
    }
}
