// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The kinds of {@link Gate}. */
public enum GateKind {
    ENVIRONMENT,
    APPROVAL,
    NOT_BEFORE,
    HOOK,
    SUCCESSOR,
    UNUSED
}
