// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.run;

import dev.flagctl.diag.AdapterException;
import dev.flagctl.model.Environment;
import dev.flagctl.model.FeatureKey;
import dev.flagctl.model.ObservedFlag;
import dev.flagctl.model.OutsideChange;
import dev.flagctl.model.Project;
import dev.flagctl.model.Recorded;
import dev.flagctl.plan.PlanScope;
import dev.flagctl.port.FlagAudit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Asks what only few flags need to be asked for: who changed those that drifted, and whether clients that were behind have caught up. */
final class OutsideWorld {

    private final Project project;
    private final OpenPorts ports;
    private final PlanScope scope;

    OutsideWorld(Project project, OpenPorts ports, PlanScope scope) {
        this.project = project;
        this.ports = ports;
        this.scope = scope;
    }

    /** Adds to the flags that differ from what is recorded who changed them last, where the flag service remembers it. */
    void addAuthors(Map<FeatureKey, ObservedFlag> flags, Map<FeatureKey, Recorded> recorded) {
        Map<String, Map<String, FeatureKey>> drifted = new TreeMap<>();
        flags.forEach((key, flag) -> {
            Recorded known = recorded.get(key);
            if (known != null && !known.flag().equals(flag.state()) && flag.lastChange() == null) {
                drifted.computeIfAbsent(key.environment(), e -> new TreeMap<>()).put(flag.key(), key);
            }
        });
        drifted.forEach((name, keys) -> {
            Environment environment = project.environments().get(name);
            if (environment != null && ports.flagService(environment.flags()) instanceof FlagAudit audit) {
                authors(audit, environment, keys).forEach((flag, change) -> {
                    FeatureKey key = keys.get(flag);
                    if (key != null) {
                        flags.computeIfPresent(key, (k, seen) -> seen.changedBy(change));
                    }
                });
            }
        });
    }

    /** Who it was is a courtesy: a record that cannot be read keeps no plan from being made. */
    private Map<String, OutsideChange> authors(FlagAudit audit, Environment environment, Map<String, FeatureKey> keys) {
        try {
            return audit.lastChanges(Observer.scopeOf(project, environment), keys.keySet());
        } catch (AdapterException e) {
            return Map.of();
        }
    }

    /** Returns for flags whose clients were behind what they do not serve yet; empty for those that have caught up, or that nobody looks at any more. */
    Map<FeatureKey, String> unserved(Map<FeatureKey, ObservedFlag> flags, Map<FeatureKey, Recorded> recorded) {
        Map<FeatureKey, String> unserved = new HashMap<>();
        recorded.forEach((key, known) -> {
            ObservedFlag flag = flags.get(key);
            Environment environment = project.environments().get(key.environment());
            if (known.clients().behind()
                    && flag != null
                    && environment != null
                    && scope.environments().contains(key.environment())) {
                ReadBacks readBacks = ClientWatch.readBacks(project, environment, ports);
                unserved.put(
                        key,
                        readBacks == null
                                ? ""
                                : readBacks.missing(
                                        flag.key(),
                                        known.flag(),
                                        !flag.foreign().isEmpty()));
            }
        });
        return unserved;
    }
}
