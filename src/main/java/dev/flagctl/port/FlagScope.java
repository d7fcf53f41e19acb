// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.Cohort;
import dev.flagctl.model.Environment;
import java.util.Map;

/**
 * What an adapter needs to know of the environment whose flags it serves.
 *
 * @param environment the environment
 * @param cohorts all cohorts of the project, by name
 * @param regionAttribute attribute of the evaluation context that holds a user's region
 */
public record FlagScope(Environment environment, Map<String, Cohort> cohorts, String regionAttribute) {

    public FlagScope {
        cohorts = Map.copyOf(cohorts);
    }
}
