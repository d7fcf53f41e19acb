// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.DriftAction;
import dev.flagctl.model.Feature;
import dev.flagctl.model.FeatureType;
import dev.flagctl.model.NoticeKind;
import dev.flagctl.model.NotifyRule;
import dev.flagctl.model.OnFailure;
import dev.flagctl.model.Owns;
import dev.flagctl.model.Risk;
import dev.flagctl.model.Rollout;
import dev.flagctl.model.Serve;
import dev.flagctl.model.Strategy;
import dev.flagctl.model.StrategyKind;
import dev.flagctl.model.Sunset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final NoticeKind[] NOTICES = NoticeKind.values();
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
        Map<String, Object> variants = variants();
        Serve serve = serve(variants);
        Map<String, Rollout> rollout = rollouts();
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
                serve,
                Values.text(spec, "unit", UNIT),
                Values.text(spec, "salt", flagKey),
                rollout,
                GuardrailBinder.bind(spec.get("guardrails"), site),
                risk(),
                onFailure(),
                drift == null ? DRIFT : Words.get(DRIFTS, drift.asString()),
                owns(),
                notices(),
                bound,
                digest,
                Values.source(site.tree(), site.file()));
        return site.findings().hasErrors() ? null : feature;
    }

    private Map<String, Object> variants() {
        Map<String, Object> variants = new LinkedHashMap<>();
        JsonNode first = null;
        String firstName = "";
        for (Map.Entry<String, JsonNode> entry : Values.child(spec, "variants").properties()) {
            JsonNode value = entry.getValue();
            if (first == null) {
                first = value;
                firstName = entry.getKey();
            } else if (!first.getNodeType().equals(value.getNodeType())) {
                site.error(
                        DiagnosticCode.VARIANT_TYPES,
                        Pointer.join("/spec/variants", entry.getKey()),
                        "the variant \"" + entry.getKey() + "\" is " + ShapeMessages.typeOf(value) + ", \"" + firstName
                                + "\" is " + ShapeMessages.typeOf(first),
                        "",
                        "give all variants values of one type");
            }
            variants.put(entry.getKey(), Values.some(value));
        }
        return variants;
    }

    private Serve serve(Map<String, Object> variants) {
        JsonNode serve = Values.child(spec, "serve");
        String treatment = Values.need(serve, "treatment");
        String control = Values.need(serve, "control");
        known(treatment, "/spec/serve/treatment", variants.keySet());
        known(control, "/spec/serve/control", variants.keySet());
        if (treatment.equals(control)) {
            site.error(
                    DiagnosticCode.SAME_VARIANT,
                    "/spec/serve/control",
                    "treatment and control are both \"" + treatment + "\"",
                    "",
                    "name two different variants");
        }
        String rest = Values.textOrNull(serve, "rest");
        if (rest != null) {
            rest(rest, treatment, control, variants);
        }
        return new Serve(treatment, control, rest);
    }

    /** The control group must meet what everybody else meets: else it would be another treatment, and larger than anybody asked for. */
    private void rest(String rest, String treatment, String control, Map<String, Object> variants) {
        String pointer = "/spec/serve/rest";
        known(rest, pointer, variants.keySet());
        if (rest.equals(treatment) || rest.equals(control)) {
            site.error(
                    DiagnosticCode.SAME_VARIANT,
                    pointer,
                    "rest and " + (rest.equals(control) ? "control" : "treatment") + " are both \"" + rest + "\"",
                    "",
                    rest.equals(control)
                            ? "leave \"rest\" out, or add a third variant with the value of \"" + control + "\""
                            : "name a variant with the value of \"" + control + "\"");
        } else if (variants.keySet().containsAll(List.of(rest, control))
                && !Objects.equals(variants.get(rest), variants.get(control))) {
            site.error(
                    DiagnosticCode.REST_VALUE,
                    pointer,
                    "rest is \"" + rest + "\" and control is \"" + control + "\", and their values differ",
                    "",
                    "give both the same value");
        }
    }

    private void known(String variant, String pointer, Set<String> variants) {
        if (!variants.contains(variant)) {
            String nearest = Suggestion.nearest(variant, variants);
            site.error(
                    DiagnosticCode.UNKNOWN_VARIANT,
                    pointer,
                    "there is no variant \"" + variant + "\"",
                    nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                    "the variants are: " + String.join(", ", variants));
        }
    }

    private Map<String, Rollout> rollouts() {
        JsonNode all = spec.get("rollout");
        if (all == null) {
            return Map.of();
        }
        Map<String, Rollout> rollouts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : all.properties()) {
            Rollout rollout = rollout(entry.getKey(), entry.getValue());
            if (rollout != null) {
                rollouts.put(entry.getKey(), rollout);
            }
        }
        new AfterCheck(site, all).run();
        return rollouts;
    }

    private @Nullable Rollout rollout(String environment, JsonNode node) {
        String pointer = Pointer.join("/spec/rollout", environment);
        String word = Values.need(node, "strategy");
        StrategyKind kind = Words.find(STRATEGIES, word);
        Template template = null;
        if (kind == null) {
            template = templates.get(word);
            if (template == null) {
                unknownStrategy(word, pointer);
                return null;
            }
            kind = Words.get(STRATEGIES, Values.need(template.spec(), "strategy"));
        }
        Strategy strategy = new StrategyBinder(site, pointer, new StrategyKeys(node, template, kind), risk()).bind();
        JsonNode notBefore = node.get("not-before");
        return strategy == null
                ? null
                : new Rollout(
                        environment,
                        Values.texts(node.get("after")),
                        strategy,
                        template == null ? null : template.name(),
                        notBefore == null
                                ? null
                                : SunsetBinder.instant(site, notBefore, Pointer.join(pointer, "not-before")),
                        Values.textOrNull(node, "approval"),
                        Values.source(node, site.file()));
    }

    private void unknownStrategy(String word, String pointer) {
        List<String> known = new ArrayList<>(Words.of(STRATEGIES));
        known.addAll(templates.keySet());
        String nearest = Suggestion.nearest(word, known);
        site.error(
                DiagnosticCode.UNKNOWN_STRATEGY,
                Pointer.join(pointer, "strategy"),
                "there is no strategy \"" + word + "\"",
                nearest == null ? "" : "did you mean \"" + nearest + "\"?",
                "write one of: " + String.join(", ", known));
    }

    private Risk risk() {
        JsonNode risk = spec.get("risk");
        if (risk == null) {
            return Risk.DEFAULT;
        }
        JsonNode alpha = risk.get("alpha");
        JsonNode power = risk.get("power");
        return new Risk(
                alpha == null ? Risk.DEFAULT.alpha() : alpha.asDouble(),
                power == null ? Risk.DEFAULT.power() : power.asDouble(),
                Values.number(risk, "harm-budget", 0),
                risk.has("traffic") ? Values.perSecond(Values.need(risk, "traffic")) : 0,
                Values.duration(risk, "lag", Risk.LAG));
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

    private List<NotifyRule> notices() {
        JsonNode list = spec.get("notify");
        if (list == null) {
            return List.of();
        }
        List<NotifyRule> rules = new ArrayList<>(list.size());
        for (JsonNode rule : list) {
            Set<NoticeKind> kinds = EnumSet.noneOf(NoticeKind.class);
            for (JsonNode kind : Values.child(rule, "on")) {
                kinds.add(Words.get(NOTICES, kind.asString()));
            }
            rules.add(new NotifyRule(Values.need(rule, "to"), kinds));
        }
        return rules;
    }
}
