// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Serve;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.model.Sunset;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Binds a Feature document whose shape is right, and checks what it means by itself. */
final class FeatureBinder {

    static final FeatureType TYPE = FeatureType.RELEASE;
    static final DriftAction DRIFT = DriftAction.HOLD;
    static final String UNIT = "targetingKey";
    static final Set<Owns> OWNS = EnumSet.of(Owns.EXPOSURE, Owns.VARIANTS);

    private static final FeatureType[] TYPES = FeatureType.values();
    private static final DriftAction[] DRIFTS = DriftAction.values();
    private static final Owns[] OWNED = Owns.values();
    private static final OnFailure.Action[] ACTIONS = OnFailure.Action.values();
    private static final OnFailure.Target[] TARGETS = OnFailure.Target.values();
    private static final StrategyKind[] STRATEGIES = StrategyKind.values();

    private final Site site;
    private final Map<String, Template> templates;
    private final JsonNode spec;

    /**
     * Prepares the binding.
     *
     * @param templates the Strategy manifests by name
     */
    FeatureBinder(Site site, Map<String, Template> templates) {
        this.site = site;
        this.templates = templates;
        this.spec = Values.child(site.tree(), "spec");
    }

    /** Tells whether a rollout of the document names a strategy that is not built in. */
    static boolean usesTemplates(JsonNode tree) {
        JsonNode rollout = Values.child(tree, "spec").get("rollout");
        if (rollout != null) {
            for (JsonNode one : rollout) {
                if (Words.find(STRATEGIES, Values.need(one, "strategy")) == null) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Returns the feature, or null after saying what is wrong.
     *
     * @param digest digest of the canonical text
     */
    @Nullable
    Feature bind(String digest) {
        JsonNode metadata = Values.child(site.tree(), "metadata");
        String name = Values.need(metadata, "name");
        String flagKey = Values.text(spec, "flag-key", name);
        ServeBinder serve = new ServeBinder(site, spec);
        Map<String, Object> variants = serve.variants();
        Serve served = serve.serve(variants);
        Risk risk = RiskBinder.bind(spec.get("risk"));
        Map<String, Rollout> rollout = new RolloutBinder(site, templates, risk).bind(spec.get("rollout"));
        JsonNode sunset = spec.get("sunset");
        JsonNode type = spec.get("type");
        JsonNode drift = spec.get("drift");
        Sunset bound = sunset == null ? null : new SunsetBinder(sunset, site, variants.keySet()).bind();
        Feature feature = new Feature(
                name,
                Values.need(metadata, "version"),
                Values.need(metadata, "owner"),
                Values.textMap(metadata.get("labels")),
                Values.text(spec, "description", ""),
                type == null ? TYPE : Words.get(TYPES, type.asString()),
                flagKey,
                variants,
                served,
                Values.text(spec, "unit", UNIT),
                Values.text(spec, "salt", flagKey),
                rollout,
                GuardrailBinder.bind(spec.get("guardrails"), site),
                risk,
                onFailure(),
                drift == null ? DRIFT : Words.get(DRIFTS, drift.asString()),
                owns(),
                NotifyBinder.bind(spec.get("notify")),
                bound,
                digest,
                Values.source(site.tree(), site.file()));
        return site.findings().hasErrors() ? null : feature;
    }

    private OnFailure onFailure() {
        JsonNode node = spec.get("on-failure");
        if (node == null) {
            return OnFailure.DEFAULT;
        }
        JsonNode action = node.get("action");
        JsonNode to = node.get("to");
        return new OnFailure(
                action == null ? OnFailure.DEFAULT.action() : Words.get(ACTIONS, action.asString()),
                to == null ? OnFailure.DEFAULT.to() : Words.get(TARGETS, to.asString()),
                Values.duration(node, "cooldown", OnFailure.DEFAULT.cooldown()),
                (int) Values.number(node, "retries", OnFailure.DEFAULT.retries()));
    }

    private Set<Owns> owns() {
        JsonNode list = spec.get("owns");
        if (list == null) {
            return OWNS;
        }
        Set<Owns> owns = EnumSet.noneOf(Owns.class);
        for (JsonNode item : list) {
            owns.add(Words.get(OWNED, item.asString()));
        }
        return owns;
    }
}
