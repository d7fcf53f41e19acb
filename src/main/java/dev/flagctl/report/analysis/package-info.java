// SPDX-License-Identifier: Apache-2.0
/** Shows what tests say of data outside a rollout. May import model, guardrail, and report. */
@NullMarked
package dev.flagctl.report.analysis;

import org.jspecify.annotations.NullMarked;
