// SPDX-License-Identifier: Apache-2.0
/**
 * Views that explain one feature, or show what guardrails see. Begin with {@link dev.flagctl.report.explain.FeatureExplanation}. May import
 * model, guardrail, port, plan, run and report.
 */
@NullMarked
package dev.flagctl.report.explain;

import org.jspecify.annotations.NullMarked;
