// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.manifest;

import dev.flagctl.diag.Suggestion;
import dev.flagctl.model.Serve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Binds the variants of a feature, and which of them a rollout moves users between. */
final class ServeBinder {

    private final Site site;
    private final JsonNode spec;

    /**
     * Prepares the binding.
     *
     * @param spec of the feature
     */
    ServeBinder(Site site, JsonNode spec) {
        this.site = site;
        this.spec = spec;
    }

    /** Returns the values by name, in order. */
    Map<String, Object> variants() {
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
                        "the variant \"" + entry.getKey() + "\" is " + TypeWords.of(value) + ", \"" + firstName
                                + "\" is " + TypeWords.of(first),
                        "",
                        "give all variants values of one type");
            }
            variants.put(entry.getKey(), Values.some(value));
        }
        return variants;
    }

    /** Returns the variants of the rollout, each one of {@code variants}. */
    Serve serve(Map<String, Object> variants) {
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
}
