// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What all features of a folder share.
 *
 * @param name name of the project; the scope of its ledger
 * @param environments by name, in the order of the manifest
 * @param cohorts by name
 * @param adapters by name
 * @param ledger where the ledger is kept
 * @param regionAttribute attribute of the evaluation context that holds a user's region
 * @param source where it is written
 */
public record Project(
        String name,
        Map<String, Environment> environments,
        Map<String, Cohort> cohorts,
        Map<String, AdapterSpec> adapters,
        AdapterSpec ledger,
        String regionAttribute,
        SourceRef source) {

    public Project {
        environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
        cohorts = Collections.unmodifiableMap(new LinkedHashMap<>(cohorts));
        adapters = Collections.unmodifiableMap(new LinkedHashMap<>(adapters));
    }
}
