// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/** The short forms in which a manifest can write a rollout. */
public enum StrategyKind {
    ALL_AT_ONCE,
    PERCENTAGE,
    LINEAR,
    EXPONENTIAL,
    CANARY,
    RINGS,
    BLUE_GREEN,
    REGION_WAVES,
    AUTO
}
