// SPDX-License-Identifier: Apache-2.0
/** Views of a run, fed by its events alone. Begin with {@link dev.flagctl.report.run.RunViews}. May import model, guardrail, plan, run and report. */
@NullMarked
package dev.flagctl.report.run;

import org.jspecify.annotations.NullMarked;
