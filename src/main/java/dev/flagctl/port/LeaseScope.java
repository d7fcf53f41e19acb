// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.port;

import dev.flagctl.model.FeatureKey;
import java.util.List;
import java.util.NavigableSet;

/**
 * What a lease can be for: a project, an environment of it, or a feature in that environment, written as a path such as {@code shop/production/search}.
 * No name has a slash. A path contains those that begin with it; of two that overlap only one can be held.
 */
public final class LeaseScope {

    private LeaseScope() {}

    public static String of(String project) {
        return project;
    }

    public static String of(String project, String environment) {
        return project + "/" + environment;
    }

    public static String of(String project, FeatureKey key) {
        return of(project, key.environment()) + "/" + key.feature();
    }

    /** Names scopes for people: the first one, and how many more there are. */
    public static String shown(List<String> scopes) {
        return scopes.size() == 1 ? scopes.get(0) : scopes.get(0) + " and " + (scopes.size() - 1) + " more";
    }

    /** Tells whether the wide scope is the narrow one or contains it. */
    public static boolean contains(String wide, String narrow) {
        return narrow.equals(wide) || narrow.startsWith(wide + "/");
    }

    /** Tells whether a scope contains one of others, or is contained in one of them. */
    public static boolean overlaps(String scope, NavigableSet<String> others) {
        for (int end = scope.length(); end > 0; end = scope.lastIndexOf('/', end - 1)) {
            if (others.contains(scope.substring(0, end))) {
                return true;
            }
        }
        // All that it contains begin with it and a slash, so they stand beside each other.
        String first = others.ceiling(scope + "/");
        return first != null && contains(scope, first);
    }
}
