// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.cli.importing;

import dev.flagctl.model.FlagState;
import dev.flagctl.model.Percent;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;

/** Writes the manifest of a draft. */
public final class FeatureYaml {

    private final String environment;
    private final String owner;
    private final String modeline;

    /**
     * @param environment environment that the flags were found in
     * @param owner who answers for the features
     * @param schema path from the manifests to the JSON Schema, for editors
     */
    public FeatureYaml(String environment, String owner, String schema) {
        this.environment = environment;
        this.owner = owner;
        this.modeline = "# yaml-language-server: $schema=" + schema + "\n";
    }

    /** Returns the manifest, a whole file. */
    public String of(String name, Draft draft) {
        DumpSettings settings = DumpSettings.builder()
                .setSplitLines(false)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .build();
        return modeline + new Dump(settings, new QuotingRepresenter(settings)).dumpToString(document(name, draft));
    }

    private Map<String, Object> document(String name, Draft draft) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "flagctl.dev/v1");
        document.put("kind", "Feature");
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("version", "0.1.0");
        metadata.put("owner", owner);
        document.put("metadata", metadata);
        document.put("spec", spec(draft));
        return document;
    }

    private Map<String, Object> spec(Draft draft) {
        Map<String, Object> spec = new LinkedHashMap<>();
        if (!draft.flag().description().isBlank()) {
            spec.put("description", draft.flag().description());
        }
        spec.put("type", draft.isBoolean() ? "release" : "operational");
        spec.put("flag-key", draft.flag().key());
        spec.put("variants", draft.flag().variants());
        Map<String, Object> serve = new LinkedHashMap<>();
        serve.put("treatment", draft.serve().treatment());
        serve.put("control", draft.serve().control());
        if (draft.serve().isMatched()) {
            serve.put("rest", draft.serve().others());
        }
        spec.put("serve", serve);
        FlagState state = draft.state();
        if (state != null && !draft.share().isZero()) {
            if (!state.unit().equals("targetingKey")) {
                spec.put("unit", state.unit());
            }
            if (!state.salt().equals(draft.flag().key())) {
                spec.put("salt", state.salt());
            }
        }
        if (draft.isShared()) {
            // Its rules and variants stay somebody else's.
            spec.put("owns", List.of("exposure"));
        }
        Map<String, Object> strategy = new LinkedHashMap<>();
        boolean isFull = draft.isFull() || draft.share().isAll();
        strategy.put("strategy", isFull ? "all-at-once" : "percentage");
        if (!isFull) {
            strategy.put("percent", number(draft.share()));
        }
        Map<String, Object> rollout = new LinkedHashMap<>();
        rollout.put(environment, strategy);
        spec.put("rollout", rollout);
        return spec;
    }

    /** Returns 12 or 12.5, as people write it. */
    private static Object number(Percent share) {
        return share.thousandths() % 1000 == 0
                ? (Object) (share.thousandths() / 1000)
                : (Object) BigDecimal.valueOf(share.thousandths(), 3).stripTrailingZeros();
    }
}
