// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Percent;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import java.util.ArrayList;
import java.util.List;

/** Writes strategies into the cache and reads them back. */
@SuppressWarnings("EnumOrdinal") // a cache is only read by the build that wrote it
final class StrategyCodec {

    private static final StrategyKind[] KINDS = StrategyKind.values();

    private StrategyCodec() {}

    static void write(ByteWriter out, Strategy strategy, int line) {
        out.number(strategy.kind().ordinal());
        switch (strategy.kind()) {
            case ALL_AT_ONCE -> ValueCodec.bake(out, ((Strategy.AllAtOnce) strategy).soak());
            case PERCENTAGE -> {
                Strategy.Percentage percentage = (Strategy.Percentage) strategy;
                percent(out, percentage.percent());
                ValueCodec.bake(out, percentage.soak());
            }
            case LINEAR -> {
                Strategy.Linear linear = (Strategy.Linear) strategy;
                percent(out, linear.from());
                percent(out, linear.step());
                percent(out, linear.to());
                ValueCodec.bake(out, linear.bake());
                ValueCodec.bake(out, linear.soak());
            }
            case EXPONENTIAL -> {
                Strategy.Exponential exponential = (Strategy.Exponential) strategy;
                percent(out, exponential.from());
                out.real(exponential.factor());
                percent(out, exponential.to());
                ValueCodec.bake(out, exponential.bake());
                ValueCodec.bake(out, exponential.soak());
            }
            case CANARY -> stages(out, ((Strategy.Canary) strategy).stages(), line);
            case RINGS -> {
                Strategy.Rings rings = (Strategy.Rings) strategy;
                ValueCodec.list(out, rings.cohorts());
                percent(out, rings.rest());
                ValueCodec.bake(out, rings.bake());
                ValueCodec.bake(out, rings.soak());
            }
            case BLUE_GREEN -> {
                Strategy.BlueGreen blueGreen = (Strategy.BlueGreen) strategy;
                ValueCodec.hooks(out, blueGreen.warmHooks());
                ValueCodec.bake(out, blueGreen.warm());
                ValueCodec.bake(out, blueGreen.standby());
                ValueCodec.hooks(out, blueGreen.drop());
            }
            case REGION_WAVES -> waves(out, (Strategy.RegionWaves) strategy);
            case AUTO -> {
                Strategy.Auto auto = (Strategy.Auto) strategy;
                out.real(auto.unitsPerSecond());
                out.real(auto.base());
                out.real(auto.quantile());
                out.real(auto.detect());
                out.number(auto.harmBudget());
                ValueCodec.duration(out, auto.lag());
                ValueCodec.duration(out, auto.within());
                ValueCodec.bake(out, auto.soak());
            }
        }
    }

    static Strategy read(ByteReader in, String file, int line) {
        return switch (KINDS[in.integer()]) {
            case ALL_AT_ONCE -> new Strategy.AllAtOnce(ValueCodec.bake(in));
            case PERCENTAGE -> new Strategy.Percentage(percent(in), ValueCodec.bake(in));
            case LINEAR ->
                new Strategy.Linear(percent(in), percent(in), percent(in), ValueCodec.bake(in), ValueCodec.bake(in));
            case EXPONENTIAL ->
                new Strategy.Exponential(percent(in), in.real(), percent(in), ValueCodec.bake(in), ValueCodec.bake(in));
            case CANARY -> new Strategy.Canary(stages(in, file, line));
            case RINGS ->
                new Strategy.Rings(ValueCodec.list(in), percent(in), ValueCodec.bake(in), ValueCodec.bake(in));
            case BLUE_GREEN ->
                new Strategy.BlueGreen(
                        ValueCodec.hooks(in), ValueCodec.bake(in), ValueCodec.bake(in), ValueCodec.hooks(in));
            case REGION_WAVES -> waves(in);
            case AUTO ->
                new Strategy.Auto(
                        in.real(),
                        in.real(),
                        in.real(),
                        in.real(),
                        in.number(),
                        ValueCodec.duration(in),
                        ValueCodec.duration(in),
                        ValueCodec.bake(in));
        };
    }

    private static void stages(ByteWriter out, List<StageSpec> stages, int line) {
        out.number(stages.size());
        for (StageSpec stage : stages) {
            out.text(stage.cohort());
            percent(out, stage.percent());
            ValueCodec.list(out, stage.regions());
            ValueCodec.bake(out, stage.bake());
            out.text(stage.approval());
            ValueCodec.hooks(out, stage.hooks());
            ValueCodec.source(out, stage.source(), line);
        }
    }

    private static List<StageSpec> stages(ByteReader in, String file, int line) {
        int count = in.count();
        List<StageSpec> stages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            stages.add(new StageSpec(
                    in.textOrNull(),
                    percent(in),
                    ValueCodec.list(in),
                    ValueCodec.bake(in),
                    in.textOrNull(),
                    ValueCodec.hooks(in),
                    ValueCodec.source(in, file, line)));
        }
        return stages;
    }

    private static void waves(ByteWriter out, Strategy.RegionWaves waves) {
        out.number(waves.waves().size());
        for (List<String> wave : waves.waves()) {
            ValueCodec.list(out, wave);
        }
        percent(out, waves.percent());
        ValueCodec.bake(out, waves.bake());
        ValueCodec.bake(out, waves.soak());
    }

    private static Strategy waves(ByteReader in) {
        int count = in.count();
        List<List<String>> waves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            waves.add(ValueCodec.list(in));
        }
        return new Strategy.RegionWaves(waves, percent(in), ValueCodec.bake(in), ValueCodec.bake(in));
    }

    private static void percent(ByteWriter out, Percent percent) {
        out.number(percent.thousandths());
    }

    private static Percent percent(ByteReader in) {
        int thousandths = in.integer();
        return thousandths == 100_000 ? Percent.ALL : new Percent(thousandths);
    }
}
