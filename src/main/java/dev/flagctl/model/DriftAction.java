// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** What happens to a change made outside flagctl that is neither more nor less exposure. */
public enum DriftAction {
    CORRECT,
    ADOPT,
    HOLD
}
