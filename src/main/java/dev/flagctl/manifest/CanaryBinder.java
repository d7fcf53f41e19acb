// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.Audience;
import dev.flagctl.model.Exposure;
import dev.flagctl.model.Percent;
import dev.flagctl.model.StageSpec;
import dev.flagctl.model.Strategy;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Binds the stages of a canary, and checks that none of them reaches anybody less than those before. */
final class CanaryBinder {

    private final Site site;
    private final String pointer;
    private final StrategyKeys keys;

    /**
     * Prepares the binding.
     *
     * @param pointer where the rollout is
     */
    CanaryBinder(Site site, String pointer, StrategyKeys keys) {
        this.site = site;
        this.pointer = pointer;
        this.keys = keys;
    }

    /** Returns the stages, after saying what is wrong with them. */
    Strategy bind() {
        JsonNode list = keys.get("stages");
        List<StageSpec> stages = new ArrayList<>();
        Exposure reached = Exposure.NONE;
        String base = Pointer.join(pointer, "stages");
        if (list != null) {
            for (int i = 0; i < list.size(); i++) {
                StageSpec stage = stage(list.get(i), Pointer.join(base, i));
                reached = climb(reached, stage, Pointer.join(base, i));
                stages.add(stage);
            }
        }
        return new Strategy.Canary(stages);
    }

    private StageSpec stage(JsonNode node, String at) {
        JsonNode percent = node.get("percent");
        JsonNode soak = node.get("soak");
        String cohort = Values.textOrNull(node, "cohort");
        List<String> regions = Values.texts(node.get("regions"));
        Percent share =
                percent == null ? Percent.ALL : StrategyBinder.percent(site, percent, Pointer.join(at, "percent"));
        if (soak != null && (!share.isAll() || cohort != null || !regions.isEmpty())) {
            site.keyError(
                    DiagnosticCode.SOAK_TOO_EARLY,
                    Pointer.join(at, "soak"),
                    "a soak belongs to a stage of 100% of everybody",
                    Labels.stage(site.tree(), at),
                    "write \"bake\" here");
        } else if (soak != null && node.has("bake")) {
            site.keyError(
                    DiagnosticCode.KEYS_CLASH,
                    Pointer.join(at, "soak"),
                    "\"bake\" and \"soak\" exclude each other",
                    Labels.stage(site.tree(), at),
                    "a soak is the bake of the last stage; write one of the two");
        }
        return new StageSpec(
                cohort,
                share,
                regions,
                Values.bake(soak == null ? node.get("bake") : soak),
                Values.textOrNull(node, "approval"),
                Values.hooks(node.get("hooks")),
                Values.source(node, keys.fileOf("stages", site.file())));
    }

    /** Checks that a stage reaches nobody less than the stages before, and returns what is reached with it. */
    private Exposure climb(Exposure reached, StageSpec stage, String at) {
        Exposure with = reached;
        List<String> regions = new ArrayList<>(stage.regions());
        for (int i = 0; i < Math.max(1, regions.size()); i++) {
            Audience audience = new Audience(stage.cohort(), regions.isEmpty() ? null : regions.get(i));
            Percent before = reached.shareOf(audience);
            if (before.compareTo(stage.percent()) > 0) {
                site.error(
                        DiagnosticCode.EXPOSURE_FALLS,
                        Pointer.join(at, "percent"),
                        "the exposure falls from " + before + " to " + stage.percent() + " of " + audience,
                        Labels.stage(site.tree(), at),
                        "write at least " + before + ", or move the stage up");
                return reached;
            }
            with = with.union(Exposure.of(audience, stage.percent()));
        }
        return with;
    }
}
