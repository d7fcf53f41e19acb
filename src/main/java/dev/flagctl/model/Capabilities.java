// SPDX-License-Identifier: Apache-2.0
package dev.flagctl.model;

/**
 * What a flag service can express; the plan refuses or rounds loudly what it cannot.
 *
 * @param step smallest step of a share that it can express
 * @param cohorts whether shares of cohorts can be told apart
 * @param regions whether shares of regions can be told apart
 * @param anyVariants whether variants other than on and off, true and false can be served
 * @param keepsForeignRules whether rules that are not flagctl's survive beside flagctl's
 * @param archives whether an archived flag can be told from one that never was
 * @param settles how long clients may serve the old state after a write
 */
public record Capabilities(
        Percent step,
        boolean cohorts,
        boolean regions,
        boolean anyVariants,
        boolean keepsForeignRules,
        boolean archives,
        java.time.Duration settles) {}
