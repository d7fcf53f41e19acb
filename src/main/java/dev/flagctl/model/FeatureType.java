// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** Why the flag of a feature exists, in the words of the field. */
public enum FeatureType {
    RELEASE,
    EXPERIMENT,
    OPERATIONAL,
    KILL_SWITCH,
    PERMISSION
}
