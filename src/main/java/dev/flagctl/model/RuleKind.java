// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The kinds of {@link Rule}. */
public enum RuleKind {
    WORSE_THAN_CONTROL,
    WORSE_THAN_BASELINE,
    THRESHOLD,
    BURN
}
