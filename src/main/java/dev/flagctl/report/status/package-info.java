// SPDX-License-Identifier: Apache-2.0
/** Views of where features stand. Begin with {@link dev.flagctl.report.status.StatusViews}. May import model, guardrail, plan, run and report. */
@NullMarked
package dev.flagctl.report.status;

import org.jspecify.annotations.NullMarked;
