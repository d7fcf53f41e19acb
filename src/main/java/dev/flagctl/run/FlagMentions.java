// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.CodeReference;
import dev.flagctl.model.Environment;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.Project;
import dev.flagctl.port.FlagReferences;
import dev.flagctl.port.FlagService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Asks flag services that know where code names their flags: the second witness beside the code search of the project. */
final class FlagMentions {

    private final Project project;
    private final Function<String, FlagService> services;

    /** @param services gives the flag service of an adapter's name */
    FlagMentions(Project project, Function<String, FlagService> services) {
        this.project = project;
        this.services = services;
    }

    /**
     * Adds what flag services know. Where code was searched as well the longer list stands. A service that could not be asked may know of places, so
     * the flags of its environments are as if nobody had searched.
     *
     * @param asked keys of flags by feature and environment
     * @param references what the code search of the project found, if it has one
     */
    void add(Map<FeatureKey, String> asked, Map<FeatureKey, List<CodeReference>> references) {
        for (String adapter : adapters(asked)) {
            if (services.apply(adapter) instanceof FlagReferences witness) {
                Map<FeatureKey, String> own = new HashMap<>(asked);
                own.keySet().removeIf(key -> !adapter.equals(adapterOf(key)));
                add(witness, own, references);
            }
        }
    }

    private static void add(
            FlagReferences witness, Map<FeatureKey, String> asked, Map<FeatureKey, List<CodeReference>> references) {
        try {
            Map<String, List<CodeReference>> known = witness.codeReferences(new HashSet<>(asked.values()));
            asked.forEach((key, flag) -> {
                List<CodeReference> places = known.get(flag);
                if (places != null) {
                    references.merge(key, places, (one, other) -> one.size() >= other.size() ? one : other);
                }
            });
        } catch (AdapterException nobodyAnswered) {
            // Their gates stay closed; what else is due must not wait for it.
            references.keySet().removeAll(asked.keySet());
        }
    }

    private Set<String> adapters(Map<FeatureKey, String> asked) {
        Set<String> adapters = new HashSet<>();
        asked.keySet().forEach(key -> adapters.add(adapterOf(key)));
        return adapters;
    }

    private String adapterOf(FeatureKey key) {
        Environment environment = project.environments().get(key.environment());
        if (environment == null) {
            throw new IllegalArgumentException("no environment is named " + key.environment());
        }
        return environment.flags();
    }
}
