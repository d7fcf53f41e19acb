// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.adapter.flags.operator;

/**
 * Namespace and name of a FeatureFlag, as the manifest says them or for one environment.
 *
 * @param namespace its namespace; empty when whoever applies the manifest decides
 * @param name its name
 */
record ResourceName(String namespace, String name) {

    private static final String PLACEHOLDER = "${environment}";

    ResourceName of(String environment) {
        return new ResourceName(namespace.replace(PLACEHOLDER, environment), name.replace(PLACEHOLDER, environment));
    }

    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
